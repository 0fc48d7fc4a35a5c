import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { dayOf, fromSeconds, parseClockTime, secondsOf, startOf, toSeconds } from './clock-time.js';

describe('seconds of a clock time', () => {
  it('are those since 1970 of the same clock', () => {
    expect(secondsOf('1970-01-01T00:00:00')).toBe(0);
    expect(secondsOf('1970-01-02T00:00:01')).toBe(86_401);
    expect(secondsOf('1969-12-31T23:59:59')).toBe(-1);
    expect(secondsOf('2000-01-01T00:00:00')).toBe(946_684_800);
  });

  it.each([
    '2026-02-29T08:00:00',
    '2026-02-31T08:00:00',
    '2100-02-29T08:00:00',
    '2026-04-31T08:00:00',
    '2026-00-10T08:00:00',
    '2026-13-10T08:00:00',
    '2026-10-00T08:00:00',
    '2026-10-32T08:00:00',
    '2026-10-20T24:00:00',
    '2026-10-20T08:60:00',
    '2026-10-20T08:41:60',
    '2026-12-31T23:59:60',
    'broken',
    '',
  ])('of %j are none, as it does not exist', (text) => {
    expect(secondsOf(text)).toBeNull();
    expect(parseClockTime(text)).toBeNull();
  });

  it.each(['2024-02-29T23:59:59', '2000-02-29T00:00:00', '2026-10-20T08:41'])('of %s are found', (text) => {
    expect(secondsOf(text)).toBe(toSeconds(Temporal.PlainDateTime.from(text)));
  });

  it('agree with the calendar at every time from 1900 to 2135, and back again', () => {
    const [first, last] = [Date.UTC(1900, 0, 1) / 1000, Date.UTC(2135, 11, 31) / 1000];
    fc.assert(
      fc.property(fc.integer({ min: first, max: last }), (seconds) => {
        const time = fromSeconds(seconds);
        expect(secondsOf(time.toString({ smallestUnit: 'second' }))).toBe(seconds);
        expect(toSeconds(time)).toBe(seconds);
        expect(startOf(time.toPlainDate())).toBe(dayOf(seconds) * 86_400);
      }),
      { seed: 43, numRuns: 300 },
    );
  });
});
