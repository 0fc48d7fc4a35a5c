import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aPolicy } from '../../testing/week-facts.factory.js';
import type { Policy } from '../policy.js';
import type { Reason } from '../verdict.js';
import { countMisses, deductionFen, type MonthlyDeduction, monthlyDeduction } from './deduction.js';

const SHORT: Reason = { code: 'SHORT_DAYS', have: 1, need: 3 };
const LATE: Reason = { code: 'LIST_LATE', items: 4, onTime: 1 };

describe('the misses of a week', () => {
  it.each<[Policy['charge'], readonly Reason[], number]>([
    ['per-week', [], 0],
    ['per-week', [SHORT], 1],
    ['per-week', [SHORT, LATE], 1],
    ['per-cause', [], 0],
    ['per-cause', [LATE], 1],
    ['per-cause', [SHORT, LATE], 2],
    ['per-item-and-day', [], 0],
    ['per-item-and-day', [SHORT], 2],
    ['per-item-and-day', [LATE], 3],
    ['per-item-and-day', [SHORT, LATE], 5],
  ])('charged %s for %j are %i', (charge, reasons, misses) => {
    expect(countMisses(reasons, aPolicy({ charge }))).toBe(misses);
  });

  it.each<Reason>([
    { code: 'COVERAGE_MISSING' },
    { code: 'REVIEW_MISSING', punches: 2 },
    { code: 'LIST_OPEN', items: 1 },
    { code: 'CALENDAR.NOTICE_MISSING', year: 2027 },
  ])('weigh nothing for a doubt: $code', (doubt) => {
    expect(countMisses([doubt], aPolicy({ charge: 'per-item-and-day' }))).toBe(0);
  });
});

describe('missing half days, charged per day', () => {
  it.each([
    [0, 0.5, 1],
    [1.5, 2, 1],
    [1.5, 3, 1],
    [1, 3, 2],
    [0.5, 3, 2],
  ])(
    'with %f of %f days are %i misses: a half is nothing beside a whole day, and one alone',
    (have, need, misses) => {
      const reason: Reason = { code: 'SHORT_DAYS', have, need };
      expect(countMisses([reason], aPolicy({ charge: 'per-item-and-day' }))).toBe(misses);
    },
  );
});

describe('the amount of a week', () => {
  it('is 100 yuan a miss', () => {
    expect(deductionFen(1, 'civil-servant', aPolicy())).toBe(10_000);
    expect(deductionFen(3, 'institution', aPolicy())).toBe(30_000);
    expect(deductionFen(0, 'civil-servant', aPolicy())).toBe(0);
  });

  it('follows the unit of the policy', () => {
    expect(deductionFen(2, 'civil-servant', aPolicy({ unitFen: 5_000 }))).toBe(10_000);
  });

  it('is nothing for contract staff, unless the policy charges them', () => {
    expect(deductionFen(2, 'contract', aPolicy())).toBe(0);
    expect(deductionFen(2, 'contract', aPolicy({ contractStaff: 'charged' }))).toBe(20_000);
  });
});

/** Nothing is invented, nothing carried, and with a ceiling nobody pays more than the subsidy. */
function month(
  weeklyFen: readonly number[],
  postSubsidyFen: number,
  change: Partial<Policy> = {},
): MonthlyDeduction {
  const policy = aPolicy(change);
  const result = monthlyDeduction(weeklyFen, postSubsidyFen, policy);
  expect(result.computedFen).toBe(weeklyFen.reduce((sum, fen) => sum + fen, 0));
  expect(result.deductedFen).toBeLessThanOrEqual(result.computedFen);
  expect(result.carriedFen).toBe(0);
  if (policy.ceiling === 'post-subsidy') expect(result.deductedFen).toBeLessThanOrEqual(postSubsidyFen);
  return result;
}

describe('the deduction of a month', () => {
  const fiveMisses = Array.from({ length: 5 }, () => 10_000);

  it('is the sum of its weeks', () => {
    expect(month([10_000, 0, 10_000], 60_000)).toEqual({
      computedFen: 20_000,
      deductedFen: 20_000,
      carriedFen: 0,
    });
    expect(month([], 60_000).deductedFen).toBe(0);
  });

  it('stops at the post subsidy: 500 yuan against 400 are 400', () => {
    expect(month(fiveMisses, 40_000)).toEqual({ computedFen: 50_000, deductedFen: 40_000, carriedFen: 0 });
    expect(month(fiveMisses, 50_000).deductedFen).toBe(50_000);
    expect(month(fiveMisses, 0).deductedFen).toBe(0);
  });

  it('has no ceiling when the policy says so', () => {
    expect(month(fiveMisses, 40_000, { ceiling: 'none' }).deductedFen).toBe(50_000);
  });

  it('never exceeds the subsidy and never falls when a week is added', () => {
    const fen = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(fc.array(fen), fen, fen, (weeks, more, subsidy) => {
        expect(month([...weeks, more], subsidy).deductedFen).toBeGreaterThanOrEqual(
          month(weeks, subsidy).deductedFen,
        );
      }),
      { seed: 20_261_121 },
    );
  });
});
