import type { Category } from './policy.js';

export type Verdict = 'met' | 'missed' | 'exempt' | 'undetermined';

/** Why a week was judged as it was. Facts only: wording happens elsewhere. */
export type Reason =
  | { readonly code: 'SHORT_DAYS'; readonly have: number; readonly need: number }
  | { readonly code: 'LIST_LATE'; readonly items: number; readonly onTime: number }
  /** Clocks not read to the end of the week: named in `waitingFor`. */
  | { readonly code: 'COVERAGE_MISSING' }
  /** Suspect punches on dates that do not count without them, and on which nobody has decided. */
  | { readonly code: 'REVIEW_MISSING'; readonly punches: number }
  | { readonly code: 'CALENDAR.NOTICE_MISSING'; readonly year: number };

/** The result of a cadre's week. Everything in it can be computed again from facts. */
export interface WeekAssessment {
  readonly week: string;
  readonly month: string;
  readonly category: Category;
  readonly policyVersion: number;
  readonly quota: number;
  readonly availableWorkdays: number;
  /** Distinct dates that count: village visits, enterprise visits, credited duty. */
  readonly visitDays: number;
  /** Visit days that needed an approved correction. */
  readonly correctedDays: number;
  readonly checklist: { readonly items: number; readonly onTime: number };
  readonly verdict: Verdict;
  readonly reasons: readonly Reason[];
  readonly misses: number;
  /** In fen, before the month's ceiling. */
  readonly deductionFen: number;
  /** Clocks whose punches are not proven complete to the end of the week. */
  readonly waitingFor: readonly number[];
}
