import { Temporal } from 'temporal-polyfill';
import type { ClosingDates, Procedure } from './closing-dates.js';
import type { MonthState } from './month-state.js';

/** Where the month of a week stands when somebody objects. */
export interface MonthOfWeek {
  readonly state: MonthState;
  /** `null` while a holiday notice is missing. */
  readonly dates: ClosingDates | null;
  /** The day of the bulletin, once it is issued. */
  readonly issuedOn: Temporal.PlainDate | null;
}

/**
 * Until when somebody may object to a week: to the end of the public notice; from the bulletin on as a
 * review, within the days the procedure gives. Nobody is late as long as no notice has begun.
 */
export function objectionPeriod(
  { state, dates, issuedOn }: MonthOfWeek,
  { reviewDays }: Procedure,
): { readonly kind: 'objection' | 'review'; readonly until: Temporal.PlainDate | null } {
  if (issuedOn !== null) return { kind: 'review', until: issuedOn.add({ days: reviewDays }) };
  const noticed = (state === 'notice' || state === 'approved') && dates !== null;
  return { kind: 'objection', until: noticed ? Temporal.PlainDate.from(dates.noticeUntil) : null };
}
