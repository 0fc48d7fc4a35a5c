import { ClockProtocolError } from '../errors.js';

/** Who is enrolled at a clock: nothing but what is needed to read punches. Passwords, cards and names stay unread. */
export interface ClockUser {
  /** Short id that records of old layouts refer to; re-used after a deletion. */
  readonly internalId: number;
  /** Enrolment number (PIN) as text. */
  readonly number: string;
}

interface UserLayout {
  readonly size: number;
  decode(record: Buffer): ClockUser;
}

const NUMBER_OFFSET_72 = 48;
const NUMBER_BYTES_72 = 24;

const SEVENTY_TWO_BYTES: UserLayout = {
  size: 72,
  decode: (record) => ({
    internalId: record.readUInt16LE(0),
    number: textBeforeNul(record.subarray(NUMBER_OFFSET_72, NUMBER_OFFSET_72 + NUMBER_BYTES_72)),
  }),
};

const TWENTY_EIGHT_BYTES: UserLayout = {
  size: 28,
  decode: (record) => ({ internalId: record.readUInt16LE(0), number: String(record.readUInt32LE(24)) }),
};

const PRINTABLE = /^[\x20-\x7e]+$/;

/**
 * The users in a data set (u32 total · records of 72 or 28 bytes). 504 bytes are both 7 and 18 records: the layout whose
 * numbers are printable and all different is taken.
 * @throws ClockProtocolError `CLOCK.SIZE_MISMATCH` when the total is not what follows, `CLOCK.UNKNOWN_LAYOUT` when no layout fits
 */
export function decodeUsers(set: Buffer): ClockUser[] {
  if (set.length === 0) return [];
  if (set.length < 4 || set.readUInt32LE(0) !== set.length - 4) {
    throw new ClockProtocolError('CLOCK.SIZE_MISMATCH', 'the user set does not have the size it states');
  }
  const records = set.subarray(4);
  for (const layout of [SEVENTY_TWO_BYTES, TWENTY_EIGHT_BYTES]) {
    const users = decodeAll(records, layout);
    if (users !== null) return users;
  }
  throw new ClockProtocolError('CLOCK.UNKNOWN_LAYOUT', `no known user layout fits ${records.length} bytes`);
}

function decodeAll(records: Buffer, layout: UserLayout): ClockUser[] | null {
  if (records.length % layout.size !== 0) return null;
  const users: ClockUser[] = [];
  const numbers = new Set<string>();
  for (let at = 0; at < records.length; at += layout.size) {
    const user = layout.decode(records.subarray(at, at + layout.size));
    if (!PRINTABLE.test(user.number) || numbers.has(user.number)) return null;
    numbers.add(user.number);
    users.push(user);
  }
  return users;
}

function textBeforeNul(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('latin1', 0, end === -1 ? bytes.length : end);
}
