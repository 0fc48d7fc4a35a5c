import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { losesTheDay, lostTimes, type MomentBounds } from './lost-time.js';
import type { Suspicion } from './punch-record.js';

const at = (time: string): Temporal.PlainDateTime => Temporal.PlainDateTime.from(time);
const good = (clockTime: string): { clockTime: string; suspicions: Suspicion[] } => ({
  clockTime,
  suspicions: [],
});
const lost = {
  clockTime: '2000-01-01T00:07:00',
  suspicions: ['POWER_LOSS', 'BEFORE_PLACEMENT'] as Suspicion[],
};

/** Placed in September, read on Friday at 17:00. */
function periods(
  punches: Parameters<typeof lostTimes>[0],
  change: Partial<MomentBounds> = {},
): [number, string, string][] {
  const bounds: MomentBounds = {
    lastGood: null,
    notBefore: at('2026-09-01T00:00'),
    notAfter: at('2026-10-23T17:00'),
    ...change,
  };
  return lostTimes(punches, bounds).map(({ position, from, until }) => {
    expect(Temporal.PlainDateTime.compare(from, until)).toBeLessThanOrEqual(0);
    expect(Temporal.PlainDateTime.compare(until, bounds.notAfter)).toBeLessThanOrEqual(0);
    return [position, from.toString(), until.toString()];
  });
}

describe('a punch whose time was lost', () => {
  it('was made between its good neighbours in the log', () => {
    expect(periods([good('2026-10-20T15:10:00'), lost, lost, good('2026-10-22T08:41:00')])).toEqual([
      [1, '2026-10-20T15:10:00', '2026-10-22T08:41:00'],
      [2, '2026-10-20T15:10:00', '2026-10-22T08:41:00'],
    ]);
  });

  it('was made after the last complete read that did not have it', () => {
    const notBefore = at('2026-10-21T08:00');
    expect(periods([good('2026-10-20T15:10:00'), lost, good('2026-10-22T08:41:00')], { notBefore })).toEqual([
      [1, '2026-10-21T08:00:00', '2026-10-22T08:41:00'],
    ]);
  });

  it('was made before the read that brought it, when no good one follows', () => {
    expect(periods([good('2026-10-20T15:10:00'), lost])).toEqual([
      [1, '2026-10-20T15:10:00', '2026-10-23T17:00:00'],
    ]);
  });

  it('was made after the last good punch of earlier reads, when none stands before it', () => {
    expect(periods([lost, good('2026-10-22T08:41:00')], { lastGood: at('2026-10-19T09:00') })).toEqual([
      [0, '2026-10-19T09:00:00', '2026-10-22T08:41:00'],
    ]);
  });

  it('was made since the clock was placed, when nothing else is known', () => {
    expect(periods([lost])).toEqual([[0, '2026-09-01T00:00:00', '2026-10-23T17:00:00']]);
  });

  it('was made when the reads say so, when the neighbours contradict them', () => {
    const ahead = [good('2026-10-23T17:04:00'), lost];
    expect(periods(ahead, { notBefore: at('2026-10-23T16:50') })).toEqual([
      [1, '2026-10-23T16:50:00', '2026-10-23T17:00:00'],
    ]);
  });

  it('at a clock that stood nowhere and logged nothing good was made at no time that can be named', () => {
    expect(periods([lost], { notBefore: null })).toEqual([]);
  });

  it.each([
    [['IMPOSSIBLE_TIME'], true],
    [['POWER_LOSS'], true],
    [['BACKWARDS'], true],
    [['FUTURE', 'OFFSET'], true],
    [['OFFSET'], false],
    [['BEFORE_PLACEMENT'], false],
    [[], false],
  ])('%j: the day is lost is %p', (suspicions, expected) => {
    expect(losesTheDay(suspicions)).toBe(expected);
    expect(periods([{ clockTime: '2026-10-20T08:41:00', suspicions }]).length > 0).toBe(expected);
  });
});
