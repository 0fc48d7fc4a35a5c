import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { plausiblePunches } from '../device/plausible-punches.js';
import { encodePunch } from '../device/record-encoders.js';
import type { AttendanceLayout } from '../driver.js';
import { chooseLayout } from './choose-layout.js';

const NAMES = ['8a', '8b', '16', '40', '49'] as const;
const UNKNOWN = expect.objectContaining({ code: 'CLOCK.UNKNOWN_LAYOUT' });

interface LogOptions {
  readonly times?: readonly string[];
  readonly workCode?: number;
  readonly punchState?: number;
}

function log(
  name: AttendanceLayout,
  count: number,
  { times, workCode = 0, punchState }: LogOptions = {},
): Buffer {
  const { punches } = plausiblePunches({ punches: count, users: 47, seed: count });
  return Buffer.concat(
    punches.map((punch, at) =>
      encodePunch(
        name,
        {
          ...punch,
          workCode: name.startsWith('8') ? 0 : workCode,
          clockTime: times?.[at % times.length] ?? punch.clockTime,
          punchState: punchState ?? punch.punchState,
        },
        Number(punch.number),
      ),
    ),
  );
}

const choice = (bytes: Buffer, stated: number | null = null): AttendanceLayout =>
  chooseLayout(bytes, bytes.length, stated).name;

describe('the layout of a log', () => {
  it.each(NAMES)('%s is found without a stated count, whatever the number of records', (name) => {
    for (const count of [1, 2, 3, 4, 5, 8, 10, 16, 20, 40, 49, 80, 98, 100, 200, 392, 784, 2_000]) {
      expect([count, choice(log(name, count))]).toEqual([count, name]);
    }
  });

  it.each(NAMES)('%s is found when the stated count is wrong', (name) => {
    expect(choice(log(name, 80), 0)).toBe(name);
    expect(choice(log(name, 80), 7)).toBe(name);
  });

  it.each(NAMES)('%s is found when a third of the log is of 2000, after an empty battery', (name) => {
    const times = ['2026-10-20T08:41:13', '2026-10-21T14:02:55', '2000-01-01T00:13:20'];
    expect(choice(log(name, 60, { times }))).toBe(name);
  });

  it.each(['8a', '8b', '16'] as const)(
    '%s is found in a clock that was never set when the stated count agrees, and only then',
    (name) => {
      const bytes = log(name, 30, { times: ['2000-01-01T08:41:13', '2000-01-02T14:02:55'] });
      expect(choice(bytes, 30)).toBe(name);
      expect(() => choice(bytes, 0)).toThrow(UNKNOWN);
      expect(() => choice(bytes, null)).toThrow(UNKNOWN);
    },
  );

  it.each(['40', '49'] as const)('%s is found in a clock that was never set', (name) => {
    expect(choice(log(name, 30, { times: ['2000-01-01T08:41:13', '2000-01-02T14:02:55'] }))).toBe(name);
  });

  it.each(NAMES)('%s is found among impossible dates', (name) => {
    expect(choice(log(name, 30, { times: ['2026-02-31T08:00:01', '2026-02-30T17:30:07'] }))).toBe(name);
  });

  it.each(['16', '40', '49'] as const)('%s is found with work codes of 8 digits', (name) => {
    expect(choice(log(name, 40, { workCode: 99_999_999 }))).toBe(name);
  });

  it('40 is found though digits read as times would be of 2025 to 2029', () => {
    const number = '202620272028202920252026';
    const record = encodePunch(
      '40',
      { number, clockTime: '2026-10-20T08:41:00', verifyMode: 1, punchState: 0, workCode: 0 },
      7,
    );
    expect(choice(Buffer.concat(Array.from({ length: 10 }, () => record)))).toBe('40');
  });

  it('is decided by the stated count when two are plausible', () => {
    // As 16 bytes: numbers from the first 4, times of 2002 from the middle of the real ones.
    const bytes = log('8a', 80, { punchState: 5, times: ['2026-10-20T08:40:33'] });
    expect(choice(bytes, 80)).toBe('8a');
    expect(() => choice(bytes, 0)).toThrow(UNKNOWN);
    expect(() => choice(bytes, null)).toThrow(UNKNOWN);
  });

  it.each([
    ['zeros', Buffer.alloc(784 * 40)],
    ['ones', Buffer.alloc(784 * 40, 0xff)],
    ['text', Buffer.alloc(784 * 40, 'HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n')],
    ['a record and a half', log('40', 3).subarray(0, 60)],
    ['nothing', Buffer.alloc(0)],
  ])('is refused when the bytes are %s', (_what, bytes) => {
    expect(() => choice(bytes)).toThrow(UNKNOWN);
  });

  it.each([17, 20, 24, 32, 33, 56, 80])('is refused when records have %d bytes', (size) => {
    const records = Array.from({ length: 40 }, (_, at) => {
      const record = Buffer.alloc(size);
      encodePunch(
        '16',
        {
          number: String(at + 1),
          clockTime: `2026-10-20T08:41:${at + 10}`,
          verifyMode: 1,
          punchState: 0,
          workCode: 0,
        },
        0,
      ).copy(record, size - 16);
      return record;
    });
    expect(() => choice(Buffer.concat(records))).toThrow(UNKNOWN);
  });

  it('is refused when the times of text records are scattered over the years', () => {
    const times = Array.from({ length: 30 }, (_, at) => `${2001 + 4 * at}-05-06T07:08:09`);
    expect(() => choice(log('40', 30, { times }))).toThrow(UNKNOWN);
  });

  it('is chosen or refused, never anything else, for arbitrary bytes; and arbitrary bytes are refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 784, maxLength: 784 }), (bytes) => {
        expect(() => choice(Buffer.from(bytes))).toThrow(UNKNOWN);
      }),
    );
  });
});
