import type { Half, HalfProof, VisitDay } from '@cunqin/visit-days';
import { IsoWeek, officialNotices, WorkCalendar } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import { defaultPolicy, type Policy } from '../domain/policy.js';
import type {
  CadreInWeek,
  ChecklistItem,
  ClockCoverage,
  EnterpriseVisit,
  ItemReport,
  WeekFacts,
} from '../domain/week-facts.js';

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
  const proofs = change.proofs ?? proofsAt('V03', 'V03');
  return {
    date: on(2),
    kind: 'village',
    credited: true,
    weight: 1,
    morning: ['1-1'],
    afternoon: ['1-2'],
    suspect: [],
    outside: [],
    villageCodes: [...new Set(proofs.map(({ villageCode }) => villageCode))],
    proofs,
    corrected: false,
    ...change,
  };
}

/** Proofs by punches: `proofsAt('V03', 'V05')` is the morning in V03 and the afternoon in V05. */
export function proofsAt(morning: string | null, afternoon: string | null): HalfProof[] {
  const proof = (half: Half, villageCode: string | null, punchId: string): HalfProof[] =>
    villageCode === null ? [] : [{ half, villageCode, punchId }];
  return [...proof('morning', morning, '1-1'), ...proof('afternoon', afternoon, '1-2')];
}

/** A full day in V03 of which the afternoon is a correction. */
export function aCorrectedDay(change: Partial<VisitDay> = {}): VisitDay {
  const proofs = proofsAt('V03', 'V03').map((proof) =>
    proof.half === 'afternoon' ? { ...proof, punchId: null } : proof,
  );
  return aVisitDay({ afternoon: [], proofs, corrected: true, ...change });
}

/** A date with a lonely morning punch in V03. */
export function aHalfPair(change: Partial<VisitDay> = {}): VisitDay {
  return aVisitDay({
    kind: 'half-pair',
    credited: false,
    weight: 0,
    afternoon: [],
    proofs: proofsAt('V03', null),
    ...change,
  });
}

/** A date with nothing but one punch whose time is in doubt. */
export function aSuspectDay(change: Partial<VisitDay> = {}): VisitDay {
  return aHalfPair({ morning: [], suspect: ['1-9'], proofs: [], ...change });
}

/** Enterprise visits on these weekdays, the village not noted. */
export function enterpriseOn(...weekdays: number[]): EnterpriseVisit[] {
  return weekdays.map((weekday) => ({ date: on(weekday), villageCode: null }));
}

export const DUE: Temporal.Instant = WEEK.end.toZonedDateTime('Asia/Shanghai').toInstant();

/** A checklist item due on Sunday 24:00 with a result an hour before. */
export function anItem(change: Partial<ChecklistItem> = {}): ChecklistItem {
  return {
    position: 1,
    dueAt: DUE,
    villageCode: null,
    reports: [aReport()],
    carriedOverAt: null,
    ...change,
  };
}

/** A result that came in so many seconds before the due time, and was returned so many before it, if at all. */
export function aReport(secondsBeforeDue = 3600, returnedSecondsBeforeDue: number | null = null): ItemReport {
  return {
    at: DUE.subtract({ seconds: secondsBeforeDue }),
    returnedAt:
      returnedSecondsBeforeDue === null ? null : DUE.subtract({ seconds: returnedSecondsBeforeDue }),
  };
}

export const aLateItem = (change: Partial<ChecklistItem> = {}): ChecklistItem =>
  anItem({ reports: [], ...change });

/** Clock 1, read on the Monday after the week. */
export function aClock(change: Partial<ClockCoverage> = {}): ClockCoverage {
  return { clockId: 1, neededUntil: WEEK.end, coveredUntil: WEEK.end.add({ hours: 8 }), ...change };
}

/** Nothing happened: an organ cadre without visits, without a list, every clock read. */
export function someFacts(change: Partial<WeekFacts> = {}): WeekFacts {
  return {
    week: WEEK,
    timeZone: 'Asia/Shanghai',
    asOf: DUE.add({ hours: 24 }),
    cadre: aCadre(),
    visitDays: [],
    enterpriseVisits: [],
    emergencyDuty: [],
    leave: [],
    errands: [],
    checklist: [],
    coverage: [aClock()],
    ...change,
  };
}
