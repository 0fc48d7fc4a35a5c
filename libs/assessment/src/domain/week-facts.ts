import type { VisitDay } from '@cunqin/visit-days';
import type { IsoWeek } from '@cunqin/work-calendar';
import type { Temporal } from 'temporal-polyfill';
import type { Category, Identity } from './policy.js';

/** All that is known of one cadre in one week. Only approved overlays are in it. */
export interface WeekFacts {
  readonly week: IsoWeek;
  readonly cadre: CadreInWeek;
  /** Days with punches; suspect punches are in them but prove nothing. */
  readonly visitDays: readonly VisitDay[];
  /** D6: dates of enterprise visits. */
  readonly enterpriseVisits: readonly Temporal.PlainDate[];
  /** D10: dates of emergency duty on the command roster. */
  readonly emergencyDuty: readonly Temporal.PlainDate[];
  /** D8, D9: dates of full-day leave, errand, training or meeting. */
  readonly excused: readonly Temporal.PlainDate[];
  readonly checklist: readonly ChecklistItem[];
  /** Every clock the cadre could have used in this week. */
  readonly coverage: readonly ClockCoverage[];
}

export interface CadreInWeek {
  readonly category: Category;
  readonly identity: Identity;
  readonly managedFrom: Temporal.PlainDate;
  /** Last managed day, or `null`. */
  readonly managedUntil: Temporal.PlainDate | null;
  readonly homeVillageCode: string | null;
}

export interface ChecklistItem {
  readonly dueAt: Temporal.Instant;
  readonly resultAt: Temporal.Instant | null;
}

export interface ClockCoverage {
  readonly clockId: number;
  /** The end of the week, or earlier when the clock was taken down in it. */
  readonly neededUntil: Temporal.PlainDateTime;
  /** How far its punches are proven complete, in its own time; `null`: never read. */
  readonly coveredUntil: Temporal.PlainDateTime | null;
}

/** Days of the week on which the cadre was managed. */
export function managedDates(facts: WeekFacts): Temporal.PlainDate[] {
  const { managedFrom, managedUntil } = facts.cadre;
  return facts.week.dates.filter(
    (date) =>
      date.toString() >= managedFrom.toString() &&
      (managedUntil === null || date.toString() <= managedUntil.toString()),
  );
}
