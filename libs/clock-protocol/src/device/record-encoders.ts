import type { AttendanceLayout } from '../driver.js';
import { encodeTimeCode } from '../wire/time-code.js';
import type { EmulatedPunch, EmulatedUser } from './emulated-records.js';

/** Bytes of a user record in the families that can be emulated. */
export type UserRecordSize = 28 | 72;

const LAYOUT_BYTES: Readonly<Record<AttendanceLayout, number>> = {
  '8a': 8,
  '8b': 8,
  '16': 16,
  '40': 40,
  '49': 49,
};

/** User records of the family that lays its punches out like this. */
export function userRecordSizeOf(layout: AttendanceLayout): UserRecordSize {
  return layout === '40' || layout === '49' ? 72 : 28;
}

/** @throws RangeError when this family of clocks cannot hold such a punch */
export function encodePunch(layout: AttendanceLayout, punch: EmulatedPunch, internalId: number): Buffer {
  const record = Buffer.alloc(LAYOUT_BYTES[layout]);
  const timeCode = encodeTimeCode(punch.clockTime);
  if (timeCode === null) throw new RangeError(`a clock cannot state the time ${punch.clockTime}`);
  switch (layout) {
    case '40':
    case '49':
      record.writeUInt16LE(internalId, 0);
      writeText(record, punch.number, 2, 24);
      record.writeUInt8(punch.verifyMode, 26);
      record.writeUInt32LE(timeCode, 27);
      record.writeUInt8(punch.punchState, 31);
      record.writeUInt32LE(punch.workCode, 32);
      return record;
    case '16':
      record.writeUInt32LE(numericNumber(punch.number), 0);
      record.writeUInt32LE(timeCode, 4);
      record.writeUInt8(punch.punchState, 8);
      record.writeUInt8(punch.verifyMode, 9);
      record.writeUInt32LE(punch.workCode, 12);
      return record;
    case '8a':
      record.writeUInt16LE(internalId, 0);
      record.writeUInt8(punch.verifyMode, 2);
      record.writeUInt32LE(timeCode, 3);
      record.writeUInt8(punch.punchState, 7);
      return record;
    case '8b':
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

const MOST_U32 = 0xffff_ffff;

/** Number, verify mode, state and time of a punch as a live event of this family: 36, 12 or 10 bytes. */
export function encodeLivePunch(layout: AttendanceLayout, punch: EmulatedPunch): Buffer {
  const numberBytes = { '40': 24, '49': 24, '16': 4, '8a': 2, '8b': 2 }[layout];
  const event = Buffer.alloc(numberBytes === 24 ? 36 : numberBytes + 8);
  if (numberBytes === 24) writeText(event, punch.number, 0, 24);
  else if (numberBytes === 4) event.writeUInt32LE(numericNumber(punch.number), 0);
  else event.writeUInt16LE(numericNumber(punch.number) & 0xffff, 0);
  event.writeUInt8(punch.verifyMode, numberBytes);
  event.writeUInt8(punch.punchState, numberBytes + 1);
  const fields =
    /^20(\d\d)-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)$/.exec(punch.clockTime)?.slice(1).map(Number) ?? [];
  event.set(fields, numberBytes + 2);
  return event;
}

function writeText(record: Buffer, text: string, at: number, length: number): void {
  if (!/^[\x20-\x7e]+$/.test(text) || text.length > length) {
    throw new RangeError(`a clock cannot hold the enrolment number ${JSON.stringify(text)}`);
  }
  record.write(text, at, 'latin1');
}

function numericNumber(number: string): number {
  if (!/^\d{1,10}$/.test(number) || Number(number) > MOST_U32) {
    throw new RangeError(
      `this family of clocks holds numeric enrolment numbers only, not ${JSON.stringify(number)}`,
    );
  }
  return Number(number);
}
