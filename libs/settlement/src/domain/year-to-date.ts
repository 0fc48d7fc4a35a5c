import type { Adjustment } from './adjustments.js';
import type { ChargedCadre, Comparison, MonthTotals, WeekFigures } from './month-report.js';
import type { Baseline, YearBooks } from './month-rows.js';
import { sum } from './sum.js';
import {
  changeOfAverage,
  figuresOfPeriod,
  type KnownPeriod,
  sameWeekLastYear,
  type YearFigures,
} from './year-figures.js';

/** The month itself, before it is in the books. */
export interface MonthNow {
  readonly weekFigures: readonly WeekFigures[];
  readonly charged: readonly ChargedCadre[];
  readonly adjustments: readonly Adjustment[];
  readonly totals: MonthTotals;
}

/**
 * 累计: issued months of the year, this month, and what was typed for the weeks before the clocks. An
 * adjustment counts in the year of the month that it sets right: a reversal in January of a December line
 * takes nothing off January's year.
 */
export function yearToDate(month: string, now: MonthNow, books: YearBooks): YearFigures {
  const year = month.slice(0, 4);
  const ofYear = now.adjustments.filter(({ originMonth }) => originMonth.startsWith(year));
  // A week counts where its misses and money do: 2026-W53 may belong to January of 2027 (D11).
  const settled = books.periods.filter((period) => period.month?.slice(0, 4) === year);
  const misses = new Map<string, number>();
  const add = (cadreCode: string, count: number): void => {
    misses.set(cadreCode, (misses.get(cadreCode) ?? 0) + count);
  };
  for (const { cadreCode, misses: count } of [...books.misses, ...now.charged]) add(cadreCode, count);
  for (const { cadreCode, missesAfter, missesBefore } of ofYear) add(cadreCode, missesAfter - missesBefore);

  const typed = typedOf(books.baselines);
  const persons = new Set([
    ...typed.cadreCodes,
    ...[...misses].filter(([, count]) => count > 0).map(([cadreCode]) => cadreCode),
  ]);
  const own = [...ownWeeks(now), ...settled];
  const cadreWeeks = sum(own, (period) => period.cadreWeeks) + typed.cadreWeeks;
  const visitDays = sum(own, (period) => period.visitDays) + typed.visitDays;
  const weeks = [...own.map(({ fromWeek }) => fromWeek), ...books.baselines.flatMap(weeksOf)].sort();
  const lastYear = figuresOfPeriod(weeks.map(sameWeekLastYear), books.periods);
  return {
    persons: persons.size + typed.unnamedPersons,
    occurrences: sum([...misses.values()], (count) => count) + typed.occurrences,
    amountFen:
      books.amountFen + now.totals.deductedFen + sum(ofYear, ({ amountFen }) => amountFen) + typed.amountFen,
    cadreWeeks,
    visitDays,
    change: changeOfAverage({ cadreWeeks, visitDays }, lastYear),
    lastYear,
  };
}

/** The month's weeks against the same weeks of the year before. */
export function lastYearOf(now: MonthNow, books: YearBooks): Comparison | null {
  const own = ownWeeks(now);
  const then = figuresOfPeriod(
    own.map(({ fromWeek }) => sameWeekLastYear(fromWeek)),
    books.periods,
  );
  if (then === null) return null;
  const ours = { cadreWeeks: now.totals.judged, visitDays: now.totals.visitDays };
  return { ...then, change: changeOfAverage(ours, then) };
}

function ownWeeks({ weekFigures }: MonthNow): KnownPeriod[] {
  return weekFigures
    .filter(({ ended }) => ended)
    .map(({ week, judged, visitDays }) => ({
      fromWeek: week,
      untilWeek: week,
      cadreWeeks: judged,
      visitDays,
      source: 'settled',
    }));
}

function typedOf(baselines: readonly Baseline[]) {
  return {
    cadreCodes: baselines.flatMap(({ cadreCodes }) => cadreCodes),
    unnamedPersons: sum(baselines, ({ persons, cadreCodes }) => (cadreCodes.length > 0 ? 0 : persons)),
    occurrences: sum(baselines, ({ occurrences }) => occurrences),
    amountFen: sum(baselines, ({ amountFen }) => amountFen),
    cadreWeeks: sum(baselines, ({ cadreWeeks }) => cadreWeeks),
    visitDays: sum(baselines, ({ visitDays }) => visitDays),
  };
}

function weeksOf({ fromWeek, untilWeek }: Baseline): string[] {
  const first = Number(fromWeek.slice(6));
  const last = Number(untilWeek.slice(6));
  return Array.from(
    { length: last - first + 1 },
    (_, index) => `${fromWeek.slice(0, 6)}${String(first + index).padStart(2, '0')}`,
  );
}
