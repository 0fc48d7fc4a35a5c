import type { WorkCalendar } from '@cunqin/work-calendar';
import type { Temporal } from 'temporal-polyfill';
import type { Policy } from '../policy.js';
import type { CountedDate, NotCounted, UncountedDate } from '../verdict.js';
import { isManaged, type WeekFacts } from '../week-facts.js';
import { villageVisit, whyNoVisit } from './village-visit.js';

/** The dates of a week that count as visit days, and those that do not although something was seen. */
export interface CountedDays {
  /** In days; ends in .5 only where half days count. */
  readonly total: number;
  readonly counted: readonly CountedDate[];
  readonly uncounted: readonly UncountedDate[];
}

type Worth = Omit<CountedDate, 'date'>;

/**
 * The visit days of a week: every date counts for a village visit, an enterprise visit (D6), emergency duty
 * (D10) or an errand (D9), for whichever is worth most, and never twice. It must lie in the managed period,
 * and on a workday where the policy says so (D7).
 */
export function countVisitDays(
  facts: WeekFacts,
  policy: Policy,
  calendar: Pick<WorkCalendar, 'isWorkday'>,
): CountedDays {
  const counted: CountedDate[] = [];
  const uncounted: UncountedDate[] = [];
  for (const day of facts.week.dates) {
    const date = day.toString();
    const found = worthOf(day, facts, policy) ?? whyNothing(day, facts, policy);
    if (found === null) continue;
    const result = hindranceOn(day, facts, policy, calendar) ?? found;
    if (typeof result === 'string') uncounted.push({ date, why: result });
    else counted.push({ date, ...result });
  }
  return { total: counted.reduce((sum, { weight }) => sum + weight, 0), counted, uncounted };
}

/** As what a date is worth most, without a correction if that comes to the same; `null` for nothing. */
function worthOf(date: Temporal.PlainDate, facts: WeekFacts, policy: Policy): Worth | null {
  const on = (dates: readonly Temporal.PlainDate[]): boolean => dates.some((other) => other.equals(date));
  const whole = (as: CountedDate['as']): Worth => ({ as, weight: 1, corrected: false });
  const village = facts.visitDays.find((day) => day.date.equals(date));
  const claims: Worth[] = [];
  if (village) claims.push({ as: 'village', ...villageVisit(village, facts, policy) });
  if (policy.enterpriseVisits === 'counts' && on(enterpriseDates(facts))) claims.push(whole('enterprise'));
  if (policy.emergencyDuty === 'credited' && on(facts.emergencyDuty)) claims.push(whole('duty'));
  if (policy.errands === 'credited' && on(facts.errands)) claims.push(whole('errand'));
  const [best] = claims
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight || Number(a.corrected) - Number(b.corrected));
  return best ?? null;
}

/** What keeps a date from counting, whatever happened on it. */
function hindranceOn(
  date: Temporal.PlainDate,
  facts: WeekFacts,
  policy: Policy,
  calendar: Pick<WorkCalendar, 'isWorkday'>,
): NotCounted | null {
  if (!isManaged(facts, date)) return 'not-managed';
  return policy.daysOff === 'workdays-only' && !calendar.isWorkday(date) ? 'day-off' : null;
}

/** Why a date that is worth nothing is, if anything was seen on it at all. */
function whyNothing(date: Temporal.PlainDate, facts: WeekFacts, policy: Policy): NotCounted | null {
  const village = facts.visitDays.find((day) => day.date.equals(date));
  if (village) return whyNoVisit(village, policy);
  return enterpriseDates(facts).some((other) => other.equals(date)) ? 'enterprise' : null;
}

function enterpriseDates({ enterpriseVisits }: WeekFacts): Temporal.PlainDate[] {
  return enterpriseVisits.map(({ date }) => date);
}
