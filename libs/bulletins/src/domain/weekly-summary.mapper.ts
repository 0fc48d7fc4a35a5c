import { publishedKind } from '@cunqin/absences';
import { type AssessmentView, isWaived } from '@cunqin/assessment';
import { type DayKind, type IsoWeek, NoticeMissing, type WorkCalendar } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import type { DayFact, DayMark, PersonFacts, VillageFacts } from './weekly-summary.facts.js';
import type { AbsenceRow, DayRow, PersonRow, VillageWeekRow } from './weekly-summary.rows.js';
import { WAIVED_WORDS } from './wording.js';

type CountedAs = AssessmentView['countedDates'][number]['as'];

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
  const days = rows.kinds.map(({ date }) => dayFact(date, person, assessment, rows));
  const daysAs = (...kinds: CountedAs[]): number =>
    assessment.countedDates
      .filter((counted) => kinds.includes(counted.as))
      .reduce((sum, { weight }) => sum + weight, 0);
  return {
    cadreCode: person.cadreCode,
    name: person.name,
    office: person.office,
    category: assessment.category,
    homeVillageName: person.homeVillageName,
    quota: assessment.quota,
    days,
    villageDays: daysAs('village'),
    enterpriseDays: daysAs('enterprise'),
    creditedDays: daysAs('duty', 'errand'),
    totalDays: assessment.visitDays,
    excusedWorkdays: assessment.workdays.excused,
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
    note: isWaived(assessment) ? WAIVED_WORDS : null,
  };
}

function dayFact(
  date: Temporal.PlainDate,
  person: PersonRow,
  { countedDates }: AssessmentView,
  rows: { readonly days: readonly DayRow[]; readonly absences: readonly AbsenceRow[] },
): DayFact {
  const iso = date.toString();
  const day = rows.days.find((row) => row.date === iso);
  const marks = rows.absences.filter((row) => row.date === iso).map(({ kind }) => markOf(kind));
  return {
    date,
    managed: iso >= person.managedFrom && (person.managedUntil === null || iso <= person.managedUntil),
    morning: day?.morning ?? null,
    afternoon: day?.afternoon ?? null,
    counted: countedDates.some((counted) => counted.date === iso),
    marks: [...new Set(marks)],
  };
}

/** Which leave it is stays on the slip. */
function markOf(kind: AbsenceRow['kind']): DayMark {
  switch (kind) {
    case 'enterprise':
    case 'emergency':
    case 'correction':
      return kind;
    default:
      return publishedKind(kind);
  }
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
