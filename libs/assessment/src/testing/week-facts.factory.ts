import type { VisitDay } from '@cunqin/visit-days';
import { IsoWeek, officialNotices, WorkCalendar } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import { defaultPolicy, type Policy } from '../domain/policy.js';
import type { CadreInWeek, ChecklistItem, ClockCoverage, WeekFacts } from '../domain/week-facts.js';

/** An ordinary week, October 19 to 25, 2026: five workdays, no holiday. */
export const WEEK = IsoWeek.parse('2026-W43');
/** October 5 to 11, 2026: holiday to Wednesday, workdays on Thursday, Friday and the make-up Saturday. */
export const HOLIDAY_WEEK = IsoWeek.parse('2026-W41');

export const calendar = new WorkCalendar(officialNotices);

export const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);

/** A date of the week by its weekday, 1 is Monday. */
export function on(weekday: number, week: IsoWeek = WEEK): Temporal.PlainDate {
  return week.monday.add({ days: weekday - 1 });
}

/** The default reading of the rule, as version 3. */
export function aPolicy(change: Partial<Policy> = {}): Policy {
  return { ...defaultPolicy, version: 3, ...change };
}

/** An organ cadre, a civil servant, managed since 2025. */
export function aCadre(change: Partial<CadreInWeek> = {}): CadreInWeek {
  return {
    category: 'organ',
    identity: 'civil-servant',
    managedFrom: day('2025-01-01'),
    managedUntil: null,
    homeVillageCode: null,
    ...change,
  };
}

/** A full day in V03. */
export function aVisitDay(change: Partial<VisitDay> = {}): VisitDay {
  return {
    date: on(2),
    kind: 'village',
    credited: true,
    morning: ['1-1'],
    afternoon: ['1-2'],
    suspect: [],
    villageCodes: ['V03'],
    fullDayAt: ['V03'],
    corrected: false,
    ...change,
  };
}

/** A date with a lonely morning punch in V03. */
export function aHalfPair(change: Partial<VisitDay> = {}): VisitDay {
  return aVisitDay({ kind: 'half-pair', credited: false, afternoon: [], fullDayAt: [], ...change });
}

/** A date with nothing but one punch whose time is in doubt. */
export function aSuspectDay(change: Partial<VisitDay> = {}): VisitDay {
  return aHalfPair({ morning: [], suspect: ['1-9'], villageCodes: [], ...change });
}

export const DUE: Temporal.Instant = WEEK.end.toZonedDateTime('Asia/Shanghai').toInstant();

/** A checklist item due on Sunday 24:00 with a result an hour before. */
export function anItem(change: Partial<ChecklistItem> = {}): ChecklistItem {
  return { dueAt: DUE, resultAt: DUE.subtract({ hours: 1 }), ...change };
}

export const aLateItem = (): ChecklistItem => anItem({ resultAt: null });

/** Clock 1, read on the Monday after the week. */
export function aClock(change: Partial<ClockCoverage> = {}): ClockCoverage {
  return { clockId: 1, neededUntil: WEEK.end, coveredUntil: WEEK.end.add({ hours: 8 }), ...change };
}

/** Nothing happened: an organ cadre without visits, without a list, every clock read. */
export function someFacts(change: Partial<WeekFacts> = {}): WeekFacts {
  return {
    week: WEEK,
    cadre: aCadre(),
    visitDays: [],
    enterpriseVisits: [],
    emergencyDuty: [],
    excused: [],
    checklist: [],
    coverage: [aClock()],
    ...change,
  };
}
