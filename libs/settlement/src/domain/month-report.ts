import type { Policy, Reason } from '@cunqin/assessment';
import type { Adjustment } from './adjustments.js';
import type { ClosingDates } from './closing-dates.js';
import type { MonthState } from './month-state.js';
import type { YearFigures } from './year-figures.js';

/** One missed week of somebody who is charged in a month. */
export interface ChargedWeek {
  readonly week: string;
  readonly policyVersion: number;
  /** What one miss cost under that policy, in fen. */
  readonly unitFen: number;
  readonly quota: number;
  readonly visitDays: number;
  readonly checklist: { readonly items: number; readonly onTime: number };
  readonly reasons: readonly Reason[];
  readonly misses: number;
  /** Before the month's ceiling; 0 for contract staff, who are counted only. */
  readonly deductionFen: number;
}

/** Somebody with at least one miss in the month. Contract staff are in it with 0 yuan. */
export interface ChargedCadre {
  /** The number of the line in this month, from 1, in order of cadre code: what a reversal refers to. */
  readonly line: number;
  readonly cadreCode: string;
  readonly name: string;
  readonly office: string;
  /** Of the last missed week. */
  readonly category: 'resident' | 'organ';
  readonly identity: 'civil-servant' | 'institution' | 'contract';
  readonly postSubsidyFen: number;
  /** Missed weeks, `2026-W43`. */
  readonly weeks: readonly string[];
  readonly misses: number;
  readonly computedFen: number;
  /** After the ceiling (D13). What exceeds it is not carried over. */
  readonly deductedFen: number;
  readonly carriedFen: 0;
  readonly details: readonly ChargedWeek[];
}

/** A week of the month in figures. */
export interface WeekFigures {
  readonly week: string;
  /** Monday and Sunday. */
  readonly from: string;
  readonly until: string;
  /** Workdays and make-up days; `null` while the year's holiday notice is missing. */
  readonly workdays: number | null;
  /** Whether the week is over; what is not over yet is in no figure. */
  readonly ended: boolean;
  /** 应考: cadre-weeks judged `met` or `missed`; met + missed + waived. */
  readonly judged: number;
  readonly met: number;
  /** Cadre-weeks with at least one miss. */
  readonly missed: number;
  /**
   * 经复核不计: cadre-weeks judged `missed` that are not counted after an objection or a review. Absent: 0,
   * so that what was approved or issued without one keeps its hash and its verification code.
   */
  readonly waived?: number;
  readonly exempt: number;
  readonly undetermined: number;
  /** Visit days of the judged cadre-weeks. */
  readonly visitDays: number;
}

export interface MonthTotals {
  /** The sums of the weeks' figures of the same names. */
  readonly judged: number;
  readonly met: number;
  readonly missed: number;
  /** 经复核不计. Absent: 0. */
  readonly waived?: number;
  readonly exempt: number;
  readonly undetermined: number;
  /** Visit days of the judged cadre-weeks. */
  readonly visitDays: number;
  /** Visit days ÷ judged cadre-weeks, unrounded; `null` when nothing was judged. */
  readonly averageDays: number | null;
  /** Met ÷ judged, unrounded; `null` when nothing was judged. */
  readonly completionRate: number | null;
  /** 人 and 人次 of this month. */
  readonly persons: number;
  readonly misses: number;
  readonly computedFen: number;
  readonly deductedFen: number;
  /** 追补 (positive) and 冲回 (negative) of earlier months. */
  readonly supplementsFen: number;
  readonly reversalsFen: number;
  /** Deducted + supplements + reversals. */
  readonly netFen: number;
}

/** Who did a step of the month, and when. */
export interface Signature {
  /** The account. */
  readonly by: string;
  /** The name that stands on paper, when one was given. */
  readonly name: string | null;
  /** An instant. */
  readonly at: string;
}

/** What a month comes to: live while it is open, frozen once it is issued. */
export interface MonthFigures {
  readonly month: string;
  readonly township: { readonly code: string; readonly name: string };
  readonly weeks: readonly string[];
  readonly weekFigures: readonly WeekFigures[];
  /** 在册: cadres of the township in that month. 纳入管理: those judged in one of its weeks. */
  readonly roster: { readonly cadres: number; readonly managed: number };
  readonly charged: readonly ChargedCadre[];
  readonly adjustments: readonly Adjustment[];
  readonly totals: MonthTotals;
  /** The year up to and with this month. */
  readonly yearToDate: YearFigures;
  /** The same weeks as the month's, a year before. */
  readonly lastYear: Comparison | null;
  /** Every version of the rule that judged a week of the month. */
  readonly policies: readonly {
    readonly version: number;
    readonly effectiveFrom: string;
    readonly clause: string;
    readonly unitFen: number;
    readonly ceiling: Policy['ceiling'];
  }[];
}

/** Visit days a cadre-week against the same weeks of the year before. */
export interface Comparison {
  readonly cadreWeeks: number;
  readonly visitDays: number;
  /** (average now ÷ average then) − 1, from unrounded values: 0.27004… is “上升27%”. */
  readonly change: number | null;
  /** Where the earlier figures come from: `settled`, or what somebody wrote as the source. */
  readonly source: string;
}

/** A month as `GET /months/{month}` answers it. */
export interface MonthReport extends MonthFigures {
  readonly state: MonthState;
  readonly docNo: string | null;
  /** `null` while a holiday notice is missing. */
  readonly closing: ClosingDates | null;
  readonly ledgerSeal: { readonly date: string; readonly hash: string } | null;
  readonly prepared: Signature | null;
  readonly approved: Signature | null;
  readonly issued: Signature | null;
}

/** An issued month: nothing in it changes any more. */
export interface SettledMonth extends MonthReport {
  readonly state: 'issued';
  readonly docNo: string;
  /** Hex. Of the lines per cadre-week and of the cadres' months, as the database froze them. */
  readonly linesSha256: string;
  readonly cadresSha256: string;
  readonly adjustmentsSha256: string;
  /** Hex. SHA-256 of the report's canonical JSON, without this field and the next. */
  readonly sha256: string;
  /** Printed on paper: `GET /verify/{code}` says whether it was issued. */
  readonly verificationCode: string;
}
