import { Temporal } from 'temporal-polyfill';
import type { ClosingDates } from './closing-dates.js';
import type { MonthState } from './month-state.js';

/**
 * When a day that something is due on has begun for the office: a weekly summary that still waits for a clock
 * is printed then, and a month takes its step after that.
 */
export const SUMMARY_TIME = Temporal.PlainTime.from('09:30');

/** All that decides whether a month goes on by itself. */
export interface MonthNow {
  readonly state: MonthState;
  /** Whether people ever gave it back: then they say when it begins anew. */
  readonly wasGivenBack: boolean;
  /** Whether its last week is over. */
  readonly isOver: boolean;
  /** `null` while a holiday notice is missing. */
  readonly dates: ClosingDates | null;
  /** Local time of the township. */
  readonly now: Temporal.PlainDateTime;
}

/**
 * The step that is due: the check on the summary day of the month's last week, the notice on the workday
 * after the check. Approval and issue are people's alone. Without a holiday notice no day can be told: the
 * step is tried, to be refused for that.
 */
export function automaticStep(month: MonthNow): 'checking' | 'notice' | null {
  const { state, dates, now } = month;
  if (!month.isOver || Temporal.PlainTime.compare(now.toPlainTime(), SUMMARY_TIME) < 0) return null;
  const hasCome = (date: string): boolean =>
    Temporal.PlainDate.compare(now.toPlainDate(), Temporal.PlainDate.from(date)) >= 0;
  if (state === 'open' && !month.wasGivenBack) {
    return dates === null || hasCome(dates.summary) ? 'checking' : null;
  }
  if (state === 'checking') return dates === null || hasCome(dates.noticeFrom) ? 'notice' : null;
  return null;
}
