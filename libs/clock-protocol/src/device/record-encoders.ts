import { encodeTimeCode } from '../wire/time-code.js';
import type { EmulatedPunch, EmulatedUser } from './emulated-records.js';

/** Bytes of an attendance record in the families that can be emulated. */
export type PunchRecordSize = 8 | 16 | 40;
/** Bytes of a user record in the families that can be emulated. */
export type UserRecordSize = 28 | 72;

/** @throws RangeError when this family of clocks cannot hold such a punch */
export function encodePunch(size: PunchRecordSize, punch: EmulatedPunch, internalId: number): Buffer {
  const record = Buffer.alloc(size);
  const timeCode = encodeTimeCode(punch.clockTime);
  if (timeCode === null) throw new RangeError(`a clock cannot state the time ${punch.clockTime}`);
  switch (size) {
    case 40:
      record.writeUInt16LE(internalId, 0);
      writeText(record, punch.number, 2, 24);
      record.writeUInt8(punch.verifyMode, 26);
      record.writeUInt32LE(timeCode, 27);
      record.writeUInt8(punch.punchState, 31);
      record.writeUInt32LE(punch.workCode, 32);
      return record;
    case 16:
      record.writeUInt32LE(numericNumber(punch.number), 0);
      record.writeUInt32LE(timeCode, 4);
      record.writeUInt8(punch.punchState, 8);
      record.writeUInt8(punch.verifyMode, 9);
      record.writeUInt32LE(punch.workCode, 12);
      return record;
    case 8:
      record.writeUInt16LE(internalId, 0);
      record.writeUInt8((punch.verifyMode & 0x0f) | ((punch.punchState & 0x0f) << 4), 2);
      record.writeUInt32LE(timeCode, 4);
      return record;
  }
}

/** @throws RangeError when this family of clocks cannot hold such a user */
export function encodeUser(size: UserRecordSize, user: EmulatedUser): Buffer {
  const record = Buffer.alloc(size);
  record.writeUInt16LE(user.internalId, 0);
  if (size === 72) {
    Buffer.from(user.name, 'utf8').copy(record, 11, 0, 24);
    writeText(record, user.number, 48, 24);
  } else {
    Buffer.from(user.name, 'utf8').copy(record, 8, 0, 8);
    record.writeUInt32LE(numericNumber(user.number), 24);
  }
  return record;
}

function writeText(record: Buffer, text: string, at: number, length: number): void {
  if (!/^[\x20-\x7e]+$/.test(text) || text.length > length) {
    throw new RangeError(`a clock cannot hold the enrolment number ${JSON.stringify(text)}`);
  }
  record.write(text, at, 'latin1');
}

function numericNumber(number: string): number {
  if (!/^\d{1,10}$/.test(number)) {
    throw new RangeError(
      `this family of clocks holds numeric enrolment numbers only, not ${JSON.stringify(number)}`,
    );
  }
  return Number(number);
}
