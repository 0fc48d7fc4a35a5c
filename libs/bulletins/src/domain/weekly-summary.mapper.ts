import { publishedKind } from '@cunqin/absences';
import type { AssessmentView } from '@cunqin/assessment';
import { type DayKind, type IsoWeek, NoticeMissing, type WorkCalendar } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import type { DayFact, DayMark, PersonFacts, VillageFacts } from './weekly-summary.facts.js';
import type { AbsenceRow, DayRow, PersonRow, VillageWeekRow } from './weekly-summary.rows.js';

/** Monday to Sunday with their kinds; plain weekdays and weekends while the year's notice is missing. */
export function kindsOf(
  week: IsoWeek,
  calendar: WorkCalendar,
): { date: Temporal.PlainDate; kind: DayKind }[] {
  return week.dates.map((date) => ({ date, kind: kindOf(date, calendar) }));
}

function kindOf(date: Temporal.PlainDate, calendar: WorkCalendar): DayKind {
  try {
    return calendar.dayKind(date);
  } catch (refusal) {
    if (!(refusal instanceof NoticeMissing)) throw refusal;
    return date.dayOfWeek >= 6 ? 'weekend' : 'workday';
  }
}

/** Rows of one cadre → the facts of one line. */
export function personFacts(
  person: PersonRow,
  assessment: AssessmentView,
  rows: {
    readonly kinds: readonly { readonly date: Temporal.PlainDate; readonly kind: DayKind }[];
    readonly days: readonly DayRow[];
    readonly absences: readonly AbsenceRow[];
    readonly villageNames: ReadonlyMap<number, string>;
  },
): PersonFacts {
  const days = rows.kinds.map(({ date }) => dayFact(date, person, rows.days, rows.absences));
  const workdays = new Set(
    rows.kinds
      .filter(({ kind }) => kind === 'workday' || kind === 'makeup-workday')
      .map(({ date }) => date.toString()),
  );
  return {
    cadreCode: person.cadreCode,
    name: person.name,
    office: person.office,
    category: assessment.category,
    homeVillageName: person.homeVillageName,
    quota: assessment.quota,
    days,
    villageDays: days.filter(({ counted, managed }) => counted && managed).length,
    enterpriseDays: 0,
    creditedDays: 0,
    totalDays: assessment.visitDays,
    excusedWorkdays: days.filter(
      ({ date, managed, marks }) => managed && marks.length > 0 && workdays.has(date.toString()),
    ).length,
    checklistItems: assessment.checklist.items,
    onTimeItems: assessment.checklist.onTime,
    verdict: assessment.verdict,
    reasons: assessment.reasons,
    misses: assessment.misses,
    deductionFen: assessment.deductionFen,
    corrections: assessment.correctedDays,
    waitingFor: [
      ...new Set(assessment.waitingFor.map(({ clockId }) => rows.villageNames.get(clockId) ?? `${clockId}`)),
    ],
    note: null,
  };
}

function dayFact(
  date: Temporal.PlainDate,
  person: PersonRow,
  days: readonly DayRow[],
  absences: readonly AbsenceRow[],
): DayFact {
  const iso = date.toString();
  const day = days.find((row) => row.date === iso);
  const marks = absences.filter((row) => row.date === iso).map(({ kind }): DayMark => publishedKind(kind));
  return {
    date,
    managed: iso >= person.managedFrom && (person.managedUntil === null || iso <= person.managedUntil),
    morning: day?.morning ?? null,
    afternoon: day?.afternoon ?? null,
    counted: day?.credited ?? false,
    marks: [...new Set(marks)],
  };
}

/** Row of one village → the facts of one line of sheet 2. */
export function villageFacts(row: VillageWeekRow, timeZone: string): VillageFacts {
  return {
    villageName: row.villageName,
    clockNames: row.clockNames,
    visitors: row.visitors,
    visits: row.visits,
    lastReadAt:
      row.lastReadAt === null
        ? null
        : Temporal.Instant.from(row.lastReadAt).toZonedDateTimeISO(timeZone).toPlainDateTime(),
    incidents: row.incidents,
    state: row.proven ? 'read' : row.failing ? 'faulty' : 'not-collected',
    coveredUntil: row.coveredUntil === null ? null : Temporal.PlainDateTime.from(row.coveredUntil),
  };
}
