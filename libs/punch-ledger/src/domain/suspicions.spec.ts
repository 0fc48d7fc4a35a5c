import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import type { Suspicion } from './punch-record.js';
import { keepsTimeOrder, parseClockTime, type ReadingCircumstances, suspicionsOf } from './suspicions.js';

/** A log read on Monday, October 26, 2026 at 8:00 from a clock that keeps time and stands since September. */
function circumstances(change: Partial<ReadingCircumstances> = {}): ReadingCircumstances {
  return {
    serverTime: Temporal.PlainDateTime.from('2026-10-26T08:00:00'),
    offsetSeconds: 0,
    placedFrom: Temporal.PlainDate.from('2026-09-01'),
    timeOrdered: true,
    lastGood: null,
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

  it('of the year 2000 after a power cut has a made-up time, before the placement at that', () => {
    expect(lookAt('2000-01-01T00:03:12')).toEqual(['POWER_LOSS', 'BEFORE_PLACEMENT']);
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
  const BACKWARDS: Suspicion[] = ['BACKWARDS'];
  const MONDAY = '2026-10-19T08:41:00';

  it('is one more than 300 s before an earlier entry of the log', () => {
    expect(look(['2026-10-20T08:41:00', '2026-10-20T08:36:00'])).toEqual([[], []]);
    expect(look(['2026-10-20T08:41:00', '2026-10-20T08:35:59'])).toEqual([BACKWARDS, BACKWARDS]);
  });

  it('makes both sides suspect: set forward before or back now, nobody can know which', () => {
    const log = [MONDAY, '2026-10-21T08:41:00', '2026-10-23T15:10:00', '2026-10-20T08:41:00'];
    expect(look(log)).toEqual([[], BACKWARDS, BACKWARDS, BACKWARDS]);
  });

  it('lasts until the clock is past where it was before the step', () => {
    expect(
      look(['2026-10-20T15:00:00', '2026-10-20T08:41:00', '2026-10-20T09:00:00', '2026-10-20T15:01:00']),
    ).toEqual([BACKWARDS, BACKWARDS, BACKWARDS, []]);
  });

  it('does not clear who set the clock forward, punched, and set it right again', () => {
    const log = [MONDAY, '2026-10-23T08:41:00', '2026-10-23T15:10:00', '2026-10-19T08:50:00'];
    expect(look(log)).toEqual([[], BACKWARDS, BACKWARDS, BACKWARDS]);
  });

  it('does not clear who set the clock back, punched, and set it right again', () => {
    const log = ['2026-10-21T08:00:00', MONDAY, '2026-10-19T15:10:00', '2026-10-21T08:10:00'];
    expect(look(log)).toEqual([BACKWARDS, BACKWARDS, BACKWARDS, []]);
  });

  it('casts no doubt on a punch that an earlier read brought', () => {
    const lastGood = Temporal.PlainDateTime.from('2026-10-21T08:00:00');
    expect(look([MONDAY, '2026-10-21T08:10:00'], { lastGood })).toEqual([BACKWARDS, []]);
    expect(look(['2026-10-21T07:55:00'], { lastGood })).toEqual([[]]);
  });

  it('is not measured against a punch that cannot be true by itself', () => {
    expect(look(['2026-12-01T08:00:00', '2026-10-20T08:41:00'])).toEqual([['FUTURE'], []]);
    expect(look(['2026-02-31T08:00:00', '2026-10-20T08:41:00'])).toEqual([['IMPOSSIBLE_TIME'], []]);
    const powerCut = [MONDAY, '2000-01-01T00:03:12', '2026-10-20T08:41:00'];
    expect(look(powerCut)).toEqual([[], ['POWER_LOSS', 'BEFORE_PLACEMENT'], []]);
  });

  it('is not said of a clock that does not keep its log in order of time', () => {
    expect(look(['2026-10-22T08:00:00', MONDAY], { timeOrdered: false })).toEqual([[], []]);
  });
});

it('a clock that began anew at a date of its own years ago casts no doubt on what it logged before', () => {
  const placedFrom = Temporal.PlainDate.from('2019-03-01');
  const log = ['2019-06-03T08:00:00', '2026-10-20T08:41:00', '2020-01-01T00:03:00', '2026-10-21T08:41:00'];
  expect(look(log, { placedFrom })).toEqual([[], [], ['POWER_LOSS'], []]);
});

describe('a log in order of time', () => {
  /** Every `nth` punch has jumped back to October 19. */
  const withSteps = (records: number, nth: number): string[] =>
    anOrderedLog(records).map((time, position) => (position % nth === 1 ? '2026-10-19T08:00:00' : time));

  it.each([
    ['ascends', anOrderedLog(200), true],
    ['is empty', [], true],
    ['steps back now and then, as when somebody plays with the time', withSteps(200, 20), true],
    ['steps back at 1 of 5, in 49 records', withSteps(49, 5), true],
    ['steps back at 1 of 5, in 50 records', withSteps(50, 5), false],
    ['steps back at 1 of 6', withSteps(600, 6), true],
    [
      'runs from new to old',
      anOrderedLog(400)
        .filter((_, n) => n % 6 === 0)
        .reverse(),
      false,
    ],
  ] as const)('%s: %#', (_, log, ordered) => {
    expect(keepsTimeOrder(log)).toBe(ordered);
  });

  it('is judged without the times that do not exist', () => {
    expect(keepsTimeOrder([...withSteps(50, 5), ...Array<string>(500).fill('2026-02-31T08:00:00')])).toBe(
      false,
    );
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
