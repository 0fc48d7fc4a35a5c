import { monthlyDeduction, type Policy } from '@cunqin/assessment';
import { type IsoWeek, NoticeMissing, type WorkCalendar } from '@cunqin/work-calendar';
import type { Adjustment } from './adjustments.js';
import type { ChargedCadre, ChargedWeek, MonthFigures, MonthTotals, WeekFigures } from './month-report.js';
import type { MissedWeek, WeekCounts, YearBooks } from './month-rows.js';
import { sum } from './sum.js';
import { lastYearOf, yearToDate } from './year-to-date.js';

/** Everything a month's figures are computed from. */
export interface MonthInput {
  readonly month: string;
  readonly township: { readonly code: string; readonly name: string };
  readonly weeks: readonly IsoWeek[];
  /** Weeks that are over, by name. */
  readonly ended: ReadonlySet<string>;
  readonly counts: readonly WeekCounts[];
  /** In order of cadre code and week. */
  readonly missed: readonly MissedWeek[];
  readonly roster: MonthFigures['roster'];
  readonly adjustments: readonly Adjustment[];
  /** In force in each week of the month, by version. */
  readonly policies: ReadonlyMap<number, Policy>;
  /** In force in the last week: its ceiling is the month's. */
  readonly monthPolicy: Policy;
  readonly calendar: WorkCalendar;
  readonly year: YearBooks;
}

/** Puts a month together. Everything in it follows from the rows alone. */
export function monthFigures(input: MonthInput): MonthFigures {
  const charged = chargedCadres(input.missed, input.policies, input.monthPolicy);
  const weekFigures = input.weeks.map((week) => figuresOfWeek(week, input));
  const totals = totalsOf(weekFigures, charged, input.adjustments);
  const now = { weekFigures, charged, totals, adjustments: input.adjustments };
  return {
    month: input.month,
    township: input.township,
    weeks: input.weeks.map(String),
    weekFigures,
    roster: input.roster,
    charged,
    adjustments: input.adjustments,
    totals,
    yearToDate: yearToDate(input.month, now, input.year),
    lastYear: lastYearOf(now, input.year),
    policies: [...input.policies.values()].map(({ version, effectiveFrom, clause, unitFen, ceiling }) => ({
      version,
      effectiveFrom,
      clause,
      unitFen,
      ceiling,
    })),
  };
}

/**
 * One line for each cadre with a miss, with the month's ceiling (D13): five misses against a subsidy of
 * 400 yuan are computed 500, deducted 400, carried 0.
 */
function chargedCadres(
  missed: readonly MissedWeek[],
  policies: ReadonlyMap<number, Policy>,
  monthPolicy: Policy,
): ChargedCadre[] {
  const byCadre = new Map<string, MissedWeek[]>();
  for (const week of missed) {
    const weeks = byCadre.get(week.cadreCode);
    if (weeks) weeks.push(week);
    else byCadre.set(week.cadreCode, [week]);
  }
  return [...byCadre.values()].flatMap((weeks, index) => {
    const last = weeks.at(-1);
    if (last === undefined) return [];
    return [
      {
        line: index + 1,
        cadreCode: last.cadreCode,
        name: last.name,
        office: last.office,
        category: last.category,
        identity: last.identity,
        postSubsidyFen: last.postSubsidyFen,
        weeks: weeks.map(({ week }) => week),
        misses: sum(weeks, ({ misses }) => misses),
        ...monthlyDeduction(
          weeks.map(({ deductionFen }) => deductionFen),
          last.postSubsidyFen,
          monthPolicy,
        ),
        details: weeks.map((week) => detailOf(week, policies)),
      },
    ];
  });
}

function detailOf(week: MissedWeek, policies: ReadonlyMap<number, Policy>): ChargedWeek {
  return {
    week: week.week,
    policyVersion: week.policyVersion,
    unitFen: policies.get(week.policyVersion)?.unitFen ?? 0,
    quota: week.quota,
    visitDays: week.visitDays,
    checklist: { items: week.checklistItems, onTime: week.checklistOnTime },
    reasons: week.reasons,
    misses: week.misses,
    deductionFen: week.deductionFen,
  };
}

function figuresOfWeek(week: IsoWeek, { counts, calendar, ended }: MonthInput): WeekFigures {
  const found = counts.find((row) => row.week === week.toString());
  const { met = 0, missed = 0, waived = 0, exempt = 0, undetermined = 0, visitDays = 0 } = found ?? {};
  return {
    week: week.toString(),
    from: week.monday.toString(),
    until: week.sunday.toString(),
    workdays: workdaysOf(week, calendar),
    ended: ended.has(week.toString()),
    judged: met + missed + waived,
    met,
    missed,
    ...unlessNone(waived),
    exempt,
    undetermined,
    visitDays,
  };
}

/** The figures of a month without a waived week are what they were before there was a figure for it. */
function unlessNone(waived: number): Pick<WeekFigures, 'waived'> {
  return waived === 0 ? {} : { waived };
}

function workdaysOf(week: IsoWeek, calendar: WorkCalendar): number | null {
  try {
    return calendar.workdaysOf(week).length;
  } catch (refusal) {
    if (refusal instanceof NoticeMissing) return null;
    throw refusal;
  }
}

function totalsOf(
  weeks: readonly WeekFigures[],
  charged: readonly ChargedCadre[],
  adjustments: readonly Adjustment[],
): MonthTotals {
  const judged = sum(weeks, (week) => week.judged);
  const met = sum(weeks, (week) => week.met);
  const visitDays = sum(weeks, (week) => week.visitDays);
  const deductedFen = sum(charged, (cadre) => cadre.deductedFen);
  const supplementsFen = sum(adjustments, ({ amountFen }) => Math.max(0, amountFen));
  const reversalsFen = sum(adjustments, ({ amountFen }) => Math.min(0, amountFen));
  return {
    judged,
    met,
    missed: sum(weeks, (week) => week.missed),
    ...unlessNone(sum(weeks, (week) => week.waived ?? 0)),
    exempt: sum(weeks, (week) => week.exempt),
    undetermined: sum(weeks, (week) => week.undetermined),
    visitDays,
    averageDays: judged === 0 ? null : visitDays / judged,
    completionRate: judged === 0 ? null : met / judged,
    persons: charged.length,
    misses: sum(charged, (cadre) => cadre.misses),
    computedFen: sum(charged, (cadre) => cadre.computedFen),
    deductedFen,
    supplementsFen,
    reversalsFen,
    netFen: deductedFen + supplementsFen + reversalsFen,
  };
}
