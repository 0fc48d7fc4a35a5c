import { type Policy, policyInForce } from '@cunqin/assessment';
import { type IsoWeek, weeksBetween } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import { settlementErrors } from '../settlement-errors.js';

/**
 * The weeks of a month (D11), by the policy in force in each: by default those whose Thursday lies in it.
 * October 2026 is W40 to W44, September 28 to November 1.
 *
 * A week that an issued month has settled stays in that month, whatever a later policy says: `settledIn`
 * names it. So no week is charged in two months.
 *
 * @throws CodedError `MONTH.UNKNOWN` for text that names no month
 */
export function monthWeeks(
  month: string,
  versions: readonly Policy[],
  settledIn: ReadonlyMap<string, string> = new Map(),
): IsoWeek[] {
  const first = parseMonth(month).toPlainDate({ day: 1 });
  return weeksBetween(first.subtract({ days: 7 }), first.add({ months: 1, days: 7 })).filter(
    (week) => (settledIn.get(week.toString()) ?? monthOf(week, versions)) === month,
  );
}

/** @throws CodedError `MONTH.UNKNOWN` for text that names no month of the years 2000 to 2100 */
export function parseMonth(text: string): Temporal.PlainYearMonth {
  const month = /^(\d{4})-(\d{2})$/.exec(text);
  const year = Number(month?.[1]);
  const number = Number(month?.[2]);
  if (year >= 2000 && year <= 2100 && number >= 1 && number <= 12) {
    return Temporal.PlainYearMonth.from({ year, month: number });
  }
  throw settlementErrors.unknownMonth(text);
}

/** `2026-10` → `2026-11`. */
export function nextMonth(month: string): string {
  return parseMonth(month).add({ months: 1 }).toString();
}

/** First and last ISO week of the weeks, `2026-W40`. */
export function weekSpan(weeks: readonly IsoWeek[]): { first: IsoWeek; last: IsoWeek } {
  const [first] = weeks;
  const last = weeks.at(-1);
  if (first === undefined || last === undefined) throw new Error('a month has weeks');
  return { first, last };
}

/** The month that owns a week by the policy in force in it; `null` before the first policy. */
export function monthOf(week: IsoWeek, versions: readonly Policy[]): string | null {
  const policy = policyInForce(versions, week.toString());
  return policy ? week.month(policy.monthOf) : null;
}
