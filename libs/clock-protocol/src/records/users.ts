import { ClockProtocolError } from '../errors.js';
import { paddedTextLength } from './padded-text.js';

/** Who is enrolled at a clock: nothing but what is needed to read punches. Passwords, cards and names stay unread. */
export interface ClockUser {
  /** Short id that records of old layouts refer to; re-used after a deletion. */
  readonly internalId: number;
  /** Enrolment number (PIN) as text. */
  readonly number: string;
}

interface UserLayout {
  readonly size: number;
  /** The enrolment number, or `null` when the bytes cannot be such a record. */
  number(record: Buffer): string | null;
}

const NUMBER_OFFSET_72 = 48;
const NUMBER_BYTES_72 = 24;
const NUMBER_OFFSET_28 = 24;

/** The layout with text comes first: hardly any other bytes look like it. */
const USER_LAYOUTS: readonly UserLayout[] = [
  {
    size: 72,
    number: (record) => {
      const length = paddedTextLength(record, NUMBER_OFFSET_72, NUMBER_BYTES_72);
      return length === 0 ? null : record.toString('latin1', NUMBER_OFFSET_72, NUMBER_OFFSET_72 + length);
    },
  },
  {
    size: 28,
    number: (record) => {
      const number = record.readUInt32LE(NUMBER_OFFSET_28);
      return number === 0 ? null : String(number);
    },
  },
];

/**
 * The users in a data set (u32 total · records of 72 or 28 bytes). 504 bytes are both 7 and 18 records: the layout is taken
 * in which all numbers and all internal ids are there and different.
 * @throws ClockProtocolError `CLOCK.SIZE_MISMATCH` when the total is not what follows, `CLOCK.UNKNOWN_LAYOUT` when no layout fits
 */
export function decodeUsers(set: Buffer): ClockUser[] {
  if (set.length === 0) return [];
  if (set.length < 4 || set.readUInt32LE(0) !== set.length - 4) {
    throw new ClockProtocolError('CLOCK.SIZE_MISMATCH', 'the user set does not have the size it states');
  }
  const records = set.subarray(4);
  for (const layout of USER_LAYOUTS) {
    const users = decodeAll(records, layout);
    if (users !== null) return users;
  }
  throw new ClockProtocolError('CLOCK.UNKNOWN_LAYOUT', `no known user layout fits ${records.length} bytes`);
}

function decodeAll(records: Buffer, layout: UserLayout): ClockUser[] | null {
  if (records.length % layout.size !== 0) return null;
  const users: ClockUser[] = [];
  const numbers = new Set<string>();
  const internalIds = new Set<number>();
  for (let at = 0; at < records.length; at += layout.size) {
    const record = records.subarray(at, at + layout.size);
    const internalId = record.readUInt16LE(0);
    const number = layout.number(record);
    if (number === null || numbers.has(number) || internalIds.has(internalId)) return null;
    numbers.add(number);
    internalIds.add(internalId);
    users.push({ internalId, number });
  }
  return users;
}
