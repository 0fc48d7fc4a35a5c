import type { Identity, Policy } from '../policy.js';
import type { Reason } from '../verdict.js';

/**
 * How many times a missed week is charged (D1): once, whatever the number of causes; or once a cause;
 * or once for each missing day and each late item. Half a missing day is not charged beside whole ones, 1.5
 * missing days are 1; alone it is the cause of a failed week and one miss.
 */
export function countMisses(reasons: readonly Reason[], policy: Policy): number {
  switch (policy.charge) {
    case 'per-week':
      return reasons.length > 0 ? 1 : 0;
    case 'per-cause':
      return reasons.length;
    case 'per-item-and-day':
      return reasons.reduce((sum, reason) => sum + weightOf(reason), 0);
  }
}

function weightOf(reason: Reason): number {
  switch (reason.code) {
    case 'SHORT_DAYS':
      return Math.max(1, Math.floor(reason.need - reason.have));
    case 'LIST_LATE':
      return reason.items - reason.onTime;
    case 'COVERAGE_MISSING':
    case 'REVIEW_MISSING':
    case 'LIST_OPEN':
    case 'CALENDAR.NOTICE_MISSING':
      return 0;
  }
}

/** 100 yuan a miss (每次扣100元): 1 miss is 10,000 fen. Contract staff are counted, not charged. */
export function deductionFen(misses: number, identity: Identity, policy: Policy): number {
  if (identity === 'contract' && policy.contractStaff === 'counted-only') return 0;
  return misses * policy.unitFen;
}

/** What a month costs one person. */
export interface MonthlyDeduction {
  readonly computedFen: number;
  readonly deductedFen: number;
  /** Always 0: what exceeds the subsidy is not carried into another month (直至扣完为止). */
  readonly carriedFen: 0;
}

/**
 * The ceiling (D13): never more than that month's post subsidy. 5 misses against a subsidy of 400 yuan:
 * computed 500, deducted 400.
 */
export function monthlyDeduction(
  weeklyFen: readonly number[],
  postSubsidyFen: number,
  policy: Policy,
): MonthlyDeduction {
  const computedFen = weeklyFen.reduce((sum, fen) => sum + fen, 0);
  const deductedFen = policy.ceiling === 'none' ? computedFen : Math.min(computedFen, postSubsidyFen);
  return { computedFen, deductedFen, carriedFen: 0 };
}
