import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import type { Suspicion } from './punch-record.js';
import { parseClockTime, type ReadingCircumstances, suspicionsOf } from './suspicions.js';

/** A log read on Monday, October 26, 2026 at 8:00 from a clock that keeps time and stands since September. */
function circumstances(change: Partial<ReadingCircumstances> = {}): ReadingCircumstances {
  return {
    serverTime: Temporal.PlainDateTime.from('2026-10-26T08:00:00'),
    offsetSeconds: 0,
    placedFrom: Temporal.PlainDate.from('2026-09-01'),
    ...change,
  };
}

/** Every answer is checked: one list a punch, no suspicion twice, an impossible time has no other. */
function look(clockTimes: readonly string[], change: Partial<ReadingCircumstances> = {}): Suspicion[][] {
  const found = suspicionsOf(clockTimes, circumstances(change));
  expect(found).toHaveLength(clockTimes.length);
  for (const suspicions of found) {
    expect(new Set(suspicions).size).toBe(suspicions.length);
    if (suspicions.includes('IMPOSSIBLE_TIME')) expect(suspicions).toEqual(['IMPOSSIBLE_TIME']);
  }
  return found;
}

const lookAt = (clockTime: string, change: Partial<ReadingCircumstances> = {}): Suspicion[] | undefined =>
  look([clockTime], change)[0];

/** `n` punches a minute apart from October 20, 8:00. */
const anOrderedLog = (n: number): string[] =>
  Array.from({ length: n }, (_, minutes) =>
    Temporal.PlainDateTime.from('2026-10-20T08:00:00').add({ minutes }).toString({ smallestUnit: 'second' }),
  );

describe('a punch', () => {
  it('of an ordinary day is not suspect', () => {
    expect(lookAt('2026-10-20T08:41:00')).toEqual([]);
  });

  it.each([
    '2026-02-31T08:41:00',
    '2026-13-01T08:41:00',
    '2026-10-20T24:00:00',
    '2026-10-20T08:60:00',
    'broken',
    '',
  ])('at "%s" has an impossible time', (clockTime) => {
    expect(lookAt(clockTime)).toEqual(['IMPOSSIBLE_TIME']);
  });

  it('300 s after the read may be drift, 301 s after it lies in the future', () => {
    expect(lookAt('2026-10-26T08:05:00')).toEqual([]);
    expect(lookAt('2026-10-26T08:05:01')).toEqual(['FUTURE']);
  });

  it('on the day the clock was placed is good, the evening before it is not', () => {
    expect(lookAt('2026-09-01T00:00:00')).toEqual([]);
    expect(lookAt('2026-08-31T23:59:59')).toEqual(['BEFORE_PLACEMENT']);
  });

  it('of the year 2000 after a power cut comes before the placement', () => {
    expect(lookAt('2000-01-01T00:03:12')).toEqual(['BEFORE_PLACEMENT']);
  });

  it('at a clock that stands nowhere yet comes before the placement', () => {
    expect(lookAt('2026-10-20T08:41:00', { placedFrom: null })).toEqual(['BEFORE_PLACEMENT']);
  });

  it.each([
    [300, []],
    [301, ['OFFSET']],
    [-300, []],
    [-301, ['OFFSET']],
    [null, []],
  ])('at a clock that is off by %p s: %j', (offsetSeconds, suspicions) => {
    expect(lookAt('2026-10-20T08:41:00', { offsetSeconds })).toEqual(suspicions);
  });

  it('may be suspect for several reasons', () => {
    expect(lookAt('2026-10-26T09:00:00', { offsetSeconds: 3600, placedFrom: null })).toEqual([
      'FUTURE',
      'BEFORE_PLACEMENT',
      'OFFSET',
    ]);
  });
});

describe('a time running backwards', () => {
  it('is one more than 300 s before an earlier entry of the log', () => {
    expect(look(['2026-10-20T08:41:00', '2026-10-20T08:36:00'])).toEqual([[], []]);
    expect(look(['2026-10-20T08:41:00', '2026-10-20T08:35:59'])).toEqual([[], ['BACKWARDS']]);
  });

  it('is measured against the latest good punch, not against the one just before', () => {
    expect(
      look(['2026-10-20T15:00:00', '2026-10-20T08:41:00', '2026-10-20T09:00:00', '2026-10-20T15:01:00']),
    ).toEqual([[], ['BACKWARDS'], ['BACKWARDS'], []]);
  });

  it('is not measured against a punch that is suspect itself', () => {
    expect(look(['2026-12-01T08:00:00', '2026-10-20T08:41:00'])).toEqual([['FUTURE'], []]);
    expect(look(['2026-02-31T08:00:00', '2026-10-20T08:41:00'])).toEqual([['IMPOSSIBLE_TIME'], []]);
  });

  it('leaves what came before the step alone', () => {
    const log = [...anOrderedLog(5), '2026-10-19T08:00:00'];
    expect(look(log)).toEqual([[], [], [], [], [], ['BACKWARDS']]);
  });

  it('is not said of a log that is not kept in order of time', () => {
    const shuffled = ['2026-10-23', '2026-10-20', '2026-10-22', '2026-10-19', '2026-10-21', '2026-10-18'].map(
      (date) => `${date}T08:41:00`,
    );
    expect(look(shuffled).flat()).toEqual([]);
  });

  it('is still said with two steps back in a short log', () => {
    const log = ['2026-10-22T08:00:00', '2026-10-20T08:00:00', '2026-10-22T09:00:00', '2026-10-20T09:00:00'];
    expect(look(log)).toEqual([[], ['BACKWARDS'], [], ['BACKWARDS']]);
  });

  it.each([
    [61, 3],
    [60, 0],
  ])('with three steps back in %i records is said %i times', (records, times) => {
    const log = anOrderedLog(records);
    for (const position of [10, 20, 30]) log[position] = '2026-10-19T08:00:00';
    expect(look(log).flat()).toHaveLength(times);
  });
});

it('a log that ascends in the past at a good clock has nothing suspect, whatever its length', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(60 * 60 * 24 * 30), { maxLength: 40 }), (seconds) => {
      const start = Temporal.PlainDateTime.from('2026-09-10T00:00:00');
      const log = seconds.sort((a, b) => a - b).map((after) => start.add({ seconds: after }).toString());
      expect(look(log).flat()).toEqual([]);
    }),
    { numRuns: 50 },
  );
});

it('an empty log has no suspicions', () => {
  expect(look([])).toEqual([]);
});

it('a time of a clock is read as it stands, without a zone', () => {
  expect(parseClockTime('2026-10-20T08:41:00')?.toString()).toBe('2026-10-20T08:41:00');
  expect(parseClockTime('2026-02-29T08:41:00')).toBeNull();
});
