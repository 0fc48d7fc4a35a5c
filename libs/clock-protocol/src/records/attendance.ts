import { ClockProtocolError } from '../errors.js';
import type { ClockPunch } from '../driver.js';
import { decodeTimeCode } from '../wire/time-code.js';

/** How one family of clocks lays out an attendance record. */
export interface AttendanceLayout {
  /** Bytes of one record. */
  readonly size: number;
  /** Whether the bytes can be such a record at all. */
  fits(record: Buffer): boolean;
  decode(record: Buffer, index: number): ClockPunch;
}

const NUMBER_OFFSET = 2;
const NUMBER_BYTES = 24;

/** u16 internal id · char[24] number · u8 verify mode · u32 time · u8 state · u32 work code · 4 bytes unknown. */
const FORTY_BYTES: AttendanceLayout = {
  size: 40,
  fits: (record) => numberLength(record) > 0,
  decode: (record, index) => ({
    index,
    number: record.toString('latin1', NUMBER_OFFSET, NUMBER_OFFSET + numberLength(record)),
    clockTime: decodeTimeCode(record.readUInt32LE(27)),
    verifyMode: record[26]!,
    punchState: record[31]!,
    workCode: record.readUInt32LE(32),
    raw: record,
  }),
};

const ATTENDANCE_LAYOUTS: readonly AttendanceLayout[] = [FORTY_BYTES];

/**
 * The layout of a log, judged by the bytes of all records together (`recordBytes`) and the first of them.
 * @throws ClockProtocolError `CLOCK.UNKNOWN_LAYOUT` unless exactly one layout fits: records are never guessed
 */
export function chooseAttendanceLayout(recordBytes: number, first: Buffer): AttendanceLayout {
  const fitting = ATTENDANCE_LAYOUTS.filter(
    (layout) => recordBytes % layout.size === 0 && everyRecord(first, layout),
  );
  const [layout] = fitting;
  if (layout === undefined || fitting.length > 1) {
    throw new ClockProtocolError(
      'CLOCK.UNKNOWN_LAYOUT',
      `${fitting.length} known record layouts fit a log of ${recordBytes} bytes`,
    );
  }
  return layout;
}

/**
 * Decodes one record.
 * @throws ClockProtocolError `CLOCK.UNKNOWN_LAYOUT` when the bytes cannot be a record of this layout
 */
export function decodeAttendance(layout: AttendanceLayout, record: Buffer, index: number): ClockPunch {
  if (record.length !== layout.size || !layout.fits(record)) {
    throw new ClockProtocolError(
      'CLOCK.UNKNOWN_LAYOUT',
      `record ${index} does not fit the layout of ${layout.size} bytes`,
    );
  }
  return layout.decode(record, index);
}

function everyRecord(bytes: Buffer, layout: AttendanceLayout): boolean {
  if (bytes.length < layout.size) return false;
  for (let at = 0; at + layout.size <= bytes.length; at += layout.size) {
    if (!layout.fits(bytes.subarray(at, at + layout.size))) return false;
  }
  return true;
}

/** Characters of the enrolment number before its NUL padding; 0 when it is empty or not printable. */
function numberLength(record: Buffer): number {
  for (let at = 0; at < NUMBER_BYTES; at += 1) {
    const byte = record[NUMBER_OFFSET + at]!;
    if (byte === 0) return at;
    if (byte < 0x20 || byte > 0x7e) return 0;
  }
  return NUMBER_BYTES;
}
