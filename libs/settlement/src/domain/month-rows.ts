import type { Reason } from '@cunqin/assessment';
import type { KnownPeriod } from './year-figures.js';

/** A week of a month, counted. */
export interface WeekCounts {
  readonly week: string;
  readonly met: number;
  /** With at least one miss. */
  readonly missed: number;
  /** Missed, and not counted after an objection or a review. */
  readonly waived: number;
  readonly exempt: number;
  readonly undetermined: number;
  /** Of the weeks that were met or missed, waived ones too. */
  readonly visitDays: number;
}

/** A cadre-week with a miss, and whose it is. */
export interface MissedWeek {
  readonly cadreCode: string;
  readonly name: string;
  readonly office: string;
  readonly category: 'resident' | 'organ';
  readonly identity: 'civil-servant' | 'institution' | 'contract';
  readonly postSubsidyFen: number;
  readonly week: string;
  readonly policyVersion: number;
  readonly quota: number;
  readonly visitDays: number;
  readonly checklistItems: number;
  readonly checklistOnTime: number;
  readonly reasons: readonly Reason[];
  readonly misses: number;
  readonly deductionFen: number;
}

/** Figures of weeks that the books hold. */
export interface BookedPeriod extends KnownPeriod {
  /** The month that settled them: they count in its year (D11). `null`: typed, and only compared with. */
  readonly month: string | null;
}

/** What the books know of the year before this month, and of the year before. */
export interface YearBooks {
  /** Misses that stand, by cadre, in issued months of the year; adjustments count in the year they set right. */
  readonly misses: readonly { readonly cadreCode: string; readonly misses: number }[];
  readonly amountFen: number;
  /** Settled weeks, and typed baselines where nothing is settled. */
  readonly periods: readonly BookedPeriod[];
  /** Typed figures of this year's weeks before the clocks. */
  readonly baselines: readonly Baseline[];
}

/** Figures of a stretch of weeks before the clocks, typed by somebody from a source. */
export interface Baseline extends KnownPeriod {
  readonly persons: number;
  readonly occurrences: number;
  readonly amountFen: number;
  /** Who the persons are, when that is known: so that nobody is counted twice. */
  readonly cadreCodes: readonly string[];
}
