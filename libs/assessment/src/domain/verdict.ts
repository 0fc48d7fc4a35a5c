import type { Category } from './policy.js';

export type Verdict = 'met' | 'missed' | 'exempt' | 'undetermined';

/** Why a week was judged as it was. Facts only: wording happens elsewhere. */
export type Reason =
  /** In days, halves where half days count. */
  | { readonly code: 'SHORT_DAYS'; readonly have: number; readonly need: number }
  | { readonly code: 'LIST_LATE'; readonly items: number; readonly onTime: number }
  /** Clocks not read to the end of the week: named in `waitingFor`. */
  | { readonly code: 'COVERAGE_MISSING' }
  /** Suspect punches on dates that do not count without them, and on which nobody has decided. */
  | { readonly code: 'REVIEW_MISSING'; readonly punches: number }
  /** Items without a result that were not due yet when the week was judged; the last is due at `openUntil`. */
  | { readonly code: 'LIST_OPEN'; readonly items: number }
  | { readonly code: 'CALENDAR.NOTICE_MISSING'; readonly year: number };

/** As what a date counts; where there are several, the first of the largest weight. */
export type CountedAs = 'village' | 'enterprise' | 'duty' | 'errand';

/** A date that counts. A date is in the list once, whatever happened on it. */
export interface CountedDate {
  /** `2026-10-20`. */
  readonly date: string;
  readonly as: CountedAs;
  /** In days: 1, or 0.5 where half days count. */
  readonly weight: number;
  /** It would count less without an approved correction (补卡). */
  readonly corrected: boolean;
}

/** Why a date on which something was seen counts nothing. */
export type NotCounted =
  /** Only one half was proved (缺一卡). */
  | 'half-pair'
  /** Morning and afternoon were at different villages where one is asked for (D4). */
  | 'different-villages'
  /** A resident cadre was not at the own village, where that is asked for (D5). */
  | 'other-village'
  /** Every punch lay outside the fixed windows (D3). */
  | 'outside-windows'
  /** Nothing but punches that nobody has decided on. */
  | 'suspect'
  /** An enterprise visit where these do not count (D6). */
  | 'enterprise'
  /** A day off where these do not count (D7). */
  | 'day-off'
  /** Before or after the managed period. */
  | 'not-managed';

export interface UncountedDate {
  readonly date: string;
  readonly why: NotCounted;
}

/** The result of a cadre's week. Everything in it can be computed again from facts. */
export interface WeekAssessment {
  readonly week: string;
  readonly month: string;
  readonly category: Category;
  readonly policyVersion: number;
  /** Visit days due; may end in .5 where half days count. */
  readonly quota: number;
  /** `workdays.managed` less `workdays.excused`. */
  readonly availableWorkdays: number;
  /** Where the available workdays come from: of the week, those managed, of these the excused. */
  readonly workdays: { readonly inWeek: number; readonly managed: number; readonly excused: number };
  /** Sum of the weights of `countedDates`; ends in .5 only where half days count. */
  readonly visitDays: number;
  /** Dates that needed an approved correction. */
  readonly correctedDays: number;
  /** In order of date, each once. */
  readonly countedDates: readonly CountedDate[];
  /** Dates on which something was seen that does not count. No date is in both lists. */
  readonly uncountedDates: readonly UncountedDate[];
  readonly checklist: {
    readonly items: number;
    /** Items that count as done in time. */
    readonly onTime: number;
    /** Positions of the items whose result claims a visit that nothing proves (UNSUPPORTED). */
    readonly unsupported: readonly number[];
  };
  readonly verdict: Verdict;
  readonly reasons: readonly Reason[];
  readonly misses: number;
  /** In fen, before the month's ceiling. */
  readonly deductionFen: number;
  /** Clocks whose punches are not proven complete to the end of the week. */
  readonly waitingFor: readonly number[];
  /** When the last open item is due and the week has to be judged again, `2026-10-26T01:00:00Z`; else `null`. */
  readonly openUntil: string | null;
}
