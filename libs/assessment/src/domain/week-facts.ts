import type { VisitDay } from '@cunqin/visit-days';
import type { IsoWeek } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import type { Category, Identity } from './policy.js';

/** All that is known of one cadre in one week. Only approved overlays are in it. */
export interface WeekFacts {
  readonly week: IsoWeek;
  /** Of the township, `Asia/Shanghai`: what a due time such as Sunday 24:00 is in. */
  readonly timeZone: string;
  /** When these facts were true: an item that is due later is open, not late. */
  readonly asOf: Temporal.Instant;
  readonly cadre: CadreInWeek;
  /** Days with punches or corrections; suspect punches are in them but prove nothing. */
  readonly visitDays: readonly VisitDay[];
  /** Punches whose own date is lost but that must have happened in this week; none when left out. */
  readonly doubtfulPunches?: number;
  /** D6. */
  readonly enterpriseVisits: readonly EnterpriseVisit[];
  /** D10: dates of emergency duty on the command roster. */
  readonly emergencyDuty: readonly Temporal.PlainDate[];
  /** D8: dates of full-day leave, of whatever kind. */
  readonly leave: readonly Temporal.PlainDate[];
  /** D9: dates of a full-day errand, training or meeting. */
  readonly errands: readonly Temporal.PlainDate[];
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

export interface EnterpriseVisit {
  readonly date: Temporal.PlainDate;
  /** The village the enterprise lies in, if it was noted. */
  readonly villageCode: string | null;
}

export interface ChecklistItem {
  /** 1, 2, 3 … on its list. */
  readonly position: number;
  readonly dueAt: Temporal.Instant;
  /** The village whose visit a result claims; `null` for an item tied to none. */
  readonly villageCode: string | null;
  /** Every result that was reported, with what became of it. */
  readonly reports: readonly ItemReport[];
  /** When a supervisor moved it to another week's list, or `null`. */
  readonly carriedOverAt: Temporal.Instant | null;
}

export interface ItemReport {
  readonly at: Temporal.Instant;
  /** When a supervisor returned it (退回), or `null` while it stands. */
  readonly returnedAt: Temporal.Instant | null;
}

export interface ClockCoverage {
  readonly clockId: number;
  /** The end of the week, or earlier when the clock was taken down in it. */
  readonly neededUntil: Temporal.PlainDateTime;
  /** How far its punches are proven complete, in its own time; `null`: never read. */
  readonly coveredUntil: Temporal.PlainDateTime | null;
}

/** Whether the cadre was managed on a date. */
export function isManaged({ cadre }: Pick<WeekFacts, 'cadre'>, date: Temporal.PlainDate): boolean {
  const { managedFrom, managedUntil } = cadre;
  return (
    Temporal.PlainDate.compare(managedFrom, date) <= 0 &&
    (managedUntil === null || Temporal.PlainDate.compare(date, managedUntil) <= 0)
  );
}
