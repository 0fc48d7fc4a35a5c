import type { VisitDay } from '@cunqin/visit-days';
import type { WorkCalendar } from '@cunqin/work-calendar';
import type { Temporal } from 'temporal-polyfill';
import type { Policy } from '../policy.js';
import { managedDates, type WeekFacts } from '../week-facts.js';

/** Dates that count as visit days. */
export interface CountedDays {
  readonly dates: readonly Temporal.PlainDate[];
  /** How many of them needed a correction. */
  readonly corrected: number;
}

/**
 * The distinct dates on which the cadre was in a village, at an enterprise (D6) or on emergency duty
 * (D10). Village and enterprise on one date are one day. Weekends count (D7).
 */
export function countVisitDays(
  facts: WeekFacts,
  villageDays: readonly VisitDay[],
  policy: Policy,
  calendar: WorkCalendar,
): CountedDays {
  const visited = villageDays.filter((day) => day.credited && isAtRightPlace(day, facts, policy));
  const counted = new Set(
    [...visited.map((day) => day.date), ...facts.enterpriseVisits, ...facts.emergencyDuty].map((date) =>
      date.toString(),
    ),
  );
  const dates = managedDates(facts).filter(
    (date) => counted.has(date.toString()) && (policy.daysOff === 'count' || calendar.isWorkday(date)),
  );
  const kept = new Set(dates.map((date) => date.toString()));
  return {
    dates,
    corrected: visited.filter((day) => day.corrected && kept.has(day.date.toString())).length,
  };
}

/** Suspect punches that nobody has decided on, on managed dates that do not count without them. */
export function undecidedPunches(facts: WeekFacts, counted: CountedDays): number {
  const open = new Set(managedDates(facts).map((date) => date.toString()));
  for (const date of counted.dates) open.delete(date.toString());
  return facts.visitDays
    .filter((day) => open.has(day.date.toString()))
    .reduce((sum, day) => sum + day.suspect.length, 0);
}

/** D5: morning and afternoon at the own village; having been elsewhere as well takes nothing away. */
function isAtRightPlace(day: VisitDay, facts: WeekFacts, policy: Policy): boolean {
  if (facts.cadre.category !== 'resident' || policy.residentPlace === 'any-village') return true;
  const { homeVillageCode } = facts.cadre;
  return homeVillageCode !== null && day.fullDayAt.includes(homeVillageCode);
}
