import type { AttendanceLayout, ClockPunch, ClockTarget } from '../driver.js';
import { decodeTimeCode } from '../wire/time-code.js';
import { paddedTextLength } from './padded-text.js';

/** What a record alone does not tell. */
export interface RecordContext {
  readonly statusOrder: NonNullable<ClockTarget['statusOrder']>;
  /** Enrolment numbers by internal id, from the user table of the same read. */
  readonly numbers: ReadonlyMap<number, string>;
}

/** How one family of clocks lays out an attendance record. All methods look at the record that begins at byte `at`. */
export interface RecordLayout {
  readonly name: AttendanceLayout;
  /** Bytes of one record. */
  readonly size: number;
  /** Whether the number is text, which hardly any other bytes look like. */
  readonly textual: boolean;
  /** Whether records carry internal ids, so that the user table is needed to read them. */
  readonly needsUsers: boolean;
  /** Whether the bytes can be such a record at all. */
  fits(bytes: Buffer, at: number): boolean;
  /** Whether they look like most records of this layout. */
  typical(bytes: Buffer, at: number): boolean;
  /** Whether they have something that no log of another layout has throughout. */
  telling(bytes: Buffer, at: number): boolean;
  timeCode(bytes: Buffer, at: number): number;
  decode(bytes: Buffer, at: number, index: number, context: RecordContext): ClockPunch;
}

const NUMBER_OFFSET = 2;
const NUMBER_BYTES = 24;
/** Work codes have at most 8 digits; what is larger is the time of a record of another layout. */
const WORK_CODES = 100_000_000;
const UNDEFINED_STATE = 255;

/** u16 internal id · char[24] number · u8 verify mode · u32 time · u8 state · u32 work code · 4 bytes unknown. */
function textual(name: AttendanceLayout, size: number): RecordLayout {
  return {
    name,
    size,
    textual: true,
    needsUsers: false,
    fits: (bytes, at) => paddedTextLength(bytes, at + NUMBER_OFFSET, NUMBER_BYTES) > 0,
    typical: () => true,
    telling: () => true,
    timeCode: (bytes, at) => bytes.readUInt32LE(at + 27),
    decode: (bytes, at, index) => ({
      index,
      number: textNumber(bytes, at + NUMBER_OFFSET),
      clockTime: decodeTimeCode(bytes.readUInt32LE(at + 27)),
      verifyMode: bytes[at + 26]!,
      punchState: bytes[at + 31]!,
      workCode: bytes.readUInt32LE(at + 32),
      raw: bytes.subarray(at, at + size),
    }),
  };
}

/** u32 number · u32 time · two bytes, which of them is the state depends on the model · 2 reserved · u32 work code. */
const SIXTEEN_BYTES: RecordLayout = {
  name: '16',
  size: 16,
  textual: false,
  needsUsers: false,
  fits: () => true,
  typical: (bytes, at) => bytes.readUInt32LE(at + 12) < WORK_CODES,
  telling: () => true,
  timeCode: (bytes, at) => bytes.readUInt32LE(at + 4),
  decode: (bytes, at, index, { statusOrder }) => ({
    index,
    number: String(bytes.readUInt32LE(at)),
    clockTime: decodeTimeCode(bytes.readUInt32LE(at + 4)),
    verifyMode: bytes[at + (statusOrder === 'state-first' ? 9 : 8)]!,
    punchState: bytes[at + (statusOrder === 'state-first' ? 8 : 9)]!,
    workCode: bytes.readUInt32LE(at + 12),
    raw: bytes.subarray(at, at + 16),
  }),
};

/**
 * u16 internal id · u8 verify mode · u32 time · u8 state. Byte 3 is the lowest of the time here and always 0 in 8b:
 * a log in which it is 0 throughout is never taken for this one.
 */
const EIGHT_BYTES_A: RecordLayout = {
  name: '8a',
  size: 8,
  textual: false,
  needsUsers: true,
  fits: () => true,
  typical: (bytes, at) => bytes[at + 7]! < 16 || bytes[at + 7] === UNDEFINED_STATE,
  telling: (bytes, at) => bytes[at + 3] !== 0,
  timeCode: (bytes, at) => bytes.readUInt32LE(at + 3),
  decode: (bytes, at, index, { numbers }) => ({
    index,
    number: numberOf(bytes.readUInt16LE(at), numbers),
    clockTime: decodeTimeCode(bytes.readUInt32LE(at + 3)),
    verifyMode: bytes[at + 2]!,
    punchState: bytes[at + 7]!,
    workCode: 0,
    raw: bytes.subarray(at, at + 8),
  }),
};

/** u16 internal id · u8 verify mode (low nibble) and state (high nibble) · 0 · u32 time. */
const EIGHT_BYTES_B: RecordLayout = {
  name: '8b',
  size: 8,
  textual: false,
  needsUsers: true,
  fits: (bytes, at) => bytes[at + 3] === 0,
  typical: () => true,
  telling: () => true,
  timeCode: (bytes, at) => bytes.readUInt32LE(at + 4),
  decode: (bytes, at, index, { numbers }) => ({
    index,
    number: numberOf(bytes.readUInt16LE(at), numbers),
    clockTime: decodeTimeCode(bytes.readUInt32LE(at + 4)),
    verifyMode: bytes[at + 2]! & 0x0f,
    punchState: bytes[at + 2]! >> 4,
    workCode: 0,
    raw: bytes.subarray(at, at + 8),
  }),
};

const LAYOUTS: Readonly<Record<AttendanceLayout, RecordLayout>> = {
  '40': textual('40', 40),
  // The first 40 bytes as above, then 9 unknown ones.
  '49': textual('49', 49),
  '16': SIXTEEN_BYTES,
  '8a': EIGHT_BYTES_A,
  '8b': EIGHT_BYTES_B,
};

export const RECORD_LAYOUTS: readonly RecordLayout[] = Object.values(LAYOUTS);

export function layoutNamed(name: AttendanceLayout): RecordLayout {
  return LAYOUTS[name];
}

/**
 * Whether records of a layout name people by internal ids, which clocks give to others after a deletion. Such a record
 * has 8 bytes and begins with the 2 of the id, whatever the layout.
 */
export function carriesInternalIds(name: AttendanceLayout): boolean {
  return LAYOUTS[name].needsUsers;
}

/** The user's number; an id whose user is gone keeps a number that no clock can give to anybody: `uid:12`. */
function numberOf(internalId: number, numbers: ReadonlyMap<number, string>): string {
  return numbers.get(internalId) ?? `uid:${internalId}`;
}

/** Characters one by one: faster than a call into the runtime for numbers as short as these. */
function textNumber(bytes: Buffer, from: number): string {
  let number = '';
  for (let at = from; at < from + NUMBER_BYTES; at += 1) {
    const byte = bytes[at]!;
    if (byte === 0) break;
    number += String.fromCharCode(byte);
  }
  return number;
}
