import { describe, expect, it } from '@jest/globals';
import { secondsOf } from './clock-time.js';
import { powerLoss } from './power-loss.js';

/** Positions of made-up times. `null` stands for a time that cannot be true by itself. */
function madeUp(
  log: readonly (string | null)[],
  { lastGood = null, ordered = true }: { lastGood?: string | null; ordered?: boolean } = {},
): number[] {
  const times = log.map((time) => (time === null ? null : secondsOf(time)));
  return [...powerLoss(times, lastGood === null ? null : secondsOf(lastGood), ordered)].sort((a, b) => a - b);
}

describe('a time that a clock made up after a power loss', () => {
  it.each(['1970-01-01', '2000-01-01', '2018-01-01'])('is any of %s, where firmware begins', (date) => {
    expect(madeUp([`${date}T00:00:00`])).toEqual([0]);
    expect(madeUp([`${date}T23:59:59`])).toEqual([0]);
  });

  it.each(['1969-12-31T23:59:59', '2000-01-02T00:00:00', '2017-12-31T23:59:59', '2018-01-02T00:00:00'])(
    'is not %s by its date alone',
    (time) => {
      expect(madeUp([time])).toEqual([]);
    },
  );

  it('is one to which the log falls back by more than 366 days and from which it leaps up again', () => {
    expect(madeUp(['2026-10-20T08:41:00', '2025-10-19T08:40:59', '2026-10-20T08:41:00'])).toEqual([1]);
    expect(madeUp(['2026-10-20T08:41:00', '2025-10-19T08:41:00', '2026-10-20T08:41:00'])).toEqual([]);
  });

  it('is every one of a run, up to the leap', () => {
    const log = ['2026-10-20T08:41:00', '2021-01-01T00:05:00', '2021-01-02T07:00:00', '2026-10-22T08:41:00'];
    expect(madeUp(log)).toEqual([1, 2]);
  });

  it('is not one from which the log does not come back to where it was, but 300 s of drift', () => {
    const log = ['2026-10-20T08:41:00', '2021-01-01T00:05:00'];
    expect(madeUp([...log, '2026-10-20T08:36:00'])).toEqual([1]);
    expect(madeUp([...log, '2026-10-20T08:35:59'])).toEqual([]);
  });

  it('is not one of a clock that was set forward by years, punched at, and set right: it runs back up', () => {
    const log = ['2024-10-01T08:00:00', '2026-10-20T08:00:00', '2024-10-02T08:00:00', '2025-12-01T08:00:00'];
    expect(madeUp([...log, '2026-10-21T08:00:00'])).toEqual([]);
  });

  it('is one at the end of a log that nobody has set right yet', () => {
    expect(madeUp(['2026-10-20T08:41:00', '2021-01-01T00:05:00'])).toEqual([1]);
  });

  it('is measured against what earlier reads brought', () => {
    expect(madeUp(['2021-01-01T00:05:00'], { lastGood: '2026-10-20T08:41:00' })).toEqual([0]);
    expect(madeUp(['2021-01-01T00:05:00'])).toEqual([]);
  });

  it('is not measured against a time that cannot be true by itself, nor against another made-up one', () => {
    expect(madeUp([null, '2021-01-01T00:05:00', null])).toEqual([]);
    expect(madeUp(['2018-01-01T08:00:00', '2016-05-01T08:00:00', '2018-01-01T09:00:00'])).toEqual([0, 2]);
  });

  it('cannot be told from a fall in a log that is not in order of time; a well-known date can', () => {
    const log = ['2026-10-20T08:41:00', '2021-01-01T00:05:00', '2000-01-01T00:01:00', '2026-10-22T08:41:00'];
    expect(madeUp(log, { ordered: false })).toEqual([2]);
  });
});
