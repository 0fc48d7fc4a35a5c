import { monthlyDeduction, type Policy } from '@cunqin/assessment';
import { sum } from './sum.js';

/** An issued month of one cadre: what was charged, what was set right, what a recomputation says. */
export interface ReconciledCadreMonth {
  readonly month: string;
  readonly cadreCode: string;
  readonly chargedFen: number;
  /** Adjustments of issued months. */
  readonly adjustedFen: number;
  /** Adjustments that the next month is going to carry. */
  readonly pendingFen: number;
  readonly recomputedFen: number;
}

/** A frozen month that is no more what it was. */
export interface FrozenFault {
  readonly month: string;
  readonly part: 'report' | 'lines' | 'cadres' | 'adjustments' | 'ceiling';
}

/** Whether the books agree with a recomputation of all weeks of all issued months. */
export interface Reconciliation {
  readonly months: number;
  readonly cadreMonths: number;
  readonly chargedFen: number;
  readonly adjustedFen: number;
  readonly pendingFen: number;
  readonly recomputedFen: number;
  readonly ok: boolean;
  /** Cadre-months whose sums do not agree. */
  readonly differences: readonly ReconciledCadreMonth[];
  /** Frozen months somebody has changed behind the program's back. */
  readonly frozen: readonly FrozenFault[];
  /** Where the next month sets something right. */
  readonly pending: readonly ReconciledCadreMonth[];
}

/** Charged + adjusted + pending = recomputed, for each cadre-month and so for all. */
export function reconcile(
  cadreMonths: readonly ReconciledCadreMonth[],
  frozen: readonly FrozenFault[],
  months: number,
): Reconciliation {
  const differences = cadreMonths.filter(
    ({ chargedFen, adjustedFen, pendingFen, recomputedFen }) =>
      chargedFen + adjustedFen + pendingFen !== recomputedFen,
  );
  return {
    months,
    cadreMonths: cadreMonths.length,
    chargedFen: sum(cadreMonths, ({ chargedFen }) => chargedFen),
    adjustedFen: sum(cadreMonths, ({ adjustedFen }) => adjustedFen),
    pendingFen: sum(cadreMonths, ({ pendingFen }) => pendingFen),
    recomputedFen: sum(cadreMonths, ({ recomputedFen }) => recomputedFen),
    ok: differences.length === 0 && frozen.length === 0,
    differences,
    frozen,
    pending: cadreMonths.filter(({ pendingFen }) => pendingFen !== 0),
  };
}

/** A sum of weeks under a month's ceiling. */
export function underCeiling(fen: number, postSubsidyFen: number, policy: Policy): number {
  return monthlyDeduction([fen], postSubsidyFen, policy).deductedFen;
}
