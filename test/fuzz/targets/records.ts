import {
  ClockProtocolError,
  decodeUsers,
  type AttendanceLayout,
  type ClockPunch,
} from '@cunqin/clock-protocol';
import { ClockMemory } from '../../../libs/clock-protocol/src/device/clock-memory.js';
import { encodeLivePunch, encodePunch } from '../../../libs/clock-protocol/src/device/record-encoders.js';
import { plausiblePunches } from '../../../libs/clock-protocol/src/device/plausible-punches.js';
import { AttendanceDecoder } from '../../../libs/clock-protocol/src/records/attendance-decoder.js';
import { chooseLayout } from '../../../libs/clock-protocol/src/records/choose-layout.js';
import { decodeLiveEvent } from '../../../libs/clock-protocol/src/records/live-event.js';
import { recordsOffset, SET_HEAD_BYTES } from '../../../libs/clock-protocol/src/records/records-in-set.js';
import { encodeTimeCode } from '../../../libs/clock-protocol/src/wire/time-code.js';
import { hold, inPieces, refusable, type FuzzTarget } from '../target.js';

const LAYOUTS: readonly AttendanceLayout[] = ['8a', '8b', '16', '40', '49'];
const STRAY_BYTES = Buffer.from('ff3235350000000000', 'hex');
const MEMORY = plausiblePunches({ punches: 30, users: 7, seed: 11 });

/** Bytes of a record that the fields of a punch account for; the others are unknown and kept raw. */
const ACCOUNTED: Readonly<Record<AttendanceLayout, readonly (readonly [number, number])[]>> = {
  '8a': [[0, 8]],
  '8b': [[0, 8]],
  '16': [
    [0, 10],
    [12, 16],
  ],
  '40': [[2, 36]],
  '49': [[2, 36]],
};

const memories = LAYOUTS.flatMap((layout) => [
  new ClockMemory({ ...MEMORY, layout }),
  new ClockMemory({ ...MEMORY, punches: MEMORY.punches.slice(0, 3), layout }),
]);

/** Every punch is a record of the set, and its fields give the bytes of that record again. */
export const attendance: FuzzTarget = {
  name: 'attendance log',
  corpus: [
    ...memories.map((memory) => memory.punchSet()),
    new ClockMemory({ ...MEMORY, strayBytes: STRAY_BYTES }).punchSet(),
  ],
  feed: (input, random) => {
    const log = refusable(() => decodeLog(input, random), ClockProtocolError);
    if (log === null) return false;
    const { layout, size, offset, punches } = log;
    hold(
      punches.length === Math.floor((input.length - offset) / size),
      'as many punches as records fit the set',
    );
    for (const [index, punch] of punches.entries()) {
      const record = input.subarray(offset + index * size, offset + (index + 1) * size);
      hold(punch.index === index, 'punches are numbered in log order');
      hold(record.equals(punch.raw), 'the raw bytes of a punch are its record');
      holdEncodes(layout, punch, record);
    }
    return punches.length > 0;
  },
};

function decodeLog(
  input: Buffer,
  random: () => number,
): { layout: AttendanceLayout; size: number; offset: number; punches: ClockPunch[] } {
  const offset = recordsOffset(input.subarray(0, SET_HEAD_BYTES), input.length);
  const records = input.subarray(offset);
  const layout = chooseLayout(
    records,
    records.length,
    random() < 0.5 ? null : Math.floor(records.length / 40),
  );
  const decoder = new AttendanceDecoder(layout, { statusOrder: 'state-first', numbers: new Map() });
  const punches = inPieces(records, random).flatMap((piece) => decoder.push(piece));
  decoder.finish();
  return { layout: layout.name, size: layout.size, offset, punches };
}

function holdEncodes(layout: AttendanceLayout, punch: ClockPunch, record: Buffer): void {
  const again = encodePunch(layout, punch, record.readUInt16LE(0));
  for (const [from, until] of ACCOUNTED[layout]) {
    hold(
      again.subarray(from, until).equals(record.subarray(from, until)),
      'a punch says what its record says',
    );
  }
}

/** Every user is a record of the set. */
export const users: FuzzTarget = {
  name: 'users',
  corpus: memories.map((memory) => memory.userSet()),
  feed: (input) => {
    const people = refusable(() => decodeUsers(input), ClockProtocolError);
    if (people === null) return false;
    const size = people.length === 0 ? 0 : (input.length - 4) / people.length;
    hold(people.length === 0 || size === 28 || size === 72, 'as many users as records fit the set');
    for (const [index, user] of people.entries()) {
      const record = input.subarray(4 + index * size, 4 + (index + 1) * size);
      hold(record.readUInt16LE(0) === user.internalId, 'the internal id is the one of the record');
      hold(
        size === 28
          ? String(record.readUInt32LE(24)) === user.number
          : record.toString('latin1', 48, 48 + user.number.length) === user.number,
        'the number is the one of the record',
      );
    }
    return people.length > 0;
  },
};

/** A live event never fails, and what it says stands in its bytes. */
export const liveEvent: FuzzTarget = {
  name: 'live event',
  corpus: LAYOUTS.flatMap((layout) =>
    MEMORY.punches.slice(0, 2).flatMap((punch) => {
      const event = encodeLivePunch(layout, punch);
      return [event, Buffer.concat([event, Buffer.alloc(4)]), Buffer.concat([event, Buffer.alloc(16)])];
    }),
  ),
  feed: (input) => {
    const { number, clockTime } = decodeLiveEvent(input);
    hold(clockTime === null || encodeTimeCode(clockTime) !== null, 'a time is one that a clock can state');
    const stated = [input.toString('latin1', 0, number?.length ?? 0)];
    if (input.length >= 2) stated.push(String(input.readUInt16LE(0)));
    if (input.length >= 4) stated.push(String(input.readUInt32LE(0)));
    hold(number === null || stated.includes(number), 'a number is at the head of the event');
    return number !== null;
  },
};
