/** 累计: three numbers that are never mixed up. */
export interface YearFigures {
  /** 人: who has at least one miss in the year that still stands. */
  readonly persons: number;
  /** 人次: misses. */
  readonly occurrences: number;
  /** 元, in fen: what was withheld, less what was given back. */
  readonly amountFen: number;
  readonly cadreWeeks: number;
  readonly visitDays: number;
  /** (average this year ÷ average of the same weeks last year) − 1, unrounded; `null`: nothing to compare. */
  readonly change: number | null;
  readonly lastYear: PeriodFigures | null;
}

/** Judged cadre-weeks of a stretch of weeks and their visit days. */
export interface PeriodFigures {
  readonly cadreWeeks: number;
  readonly visitDays: number;
  /** Where they come from: `settled`, or what somebody wrote as the source. */
  readonly source: string;
}

/** Known figures of weeks from the one to the other, both included. */
export interface KnownPeriod extends PeriodFigures {
  readonly fromWeek: string;
  readonly untilWeek: string;
}

/**
 * Puts figures of a stretch of weeks together from those that are known: settled weeks and typed
 * baselines. Every week must be in exactly one of them, or there is nothing to compare with: `null`.
 *
 * @param weeks the stretch in order of time, `2025-W40`
 */
export function figuresOfPeriod(
  weeks: readonly string[],
  known: readonly KnownPeriod[],
): PeriodFigures | null {
  let cadreWeeks = 0;
  let visitDays = 0;
  const sources = new Set<string>();
  let next = 0;
  while (next < weeks.length) {
    const piece = longestFrom(weeks, next, known);
    if (piece === undefined) return null;
    cadreWeeks += piece.cadreWeeks;
    visitDays += piece.visitDays;
    sources.add(piece.source);
    next = weeks.indexOf(piece.untilWeek) + 1;
  }
  return sources.size === 0 ? null : { cadreWeeks, visitDays, source: [...sources].join('；') };
}

function longestFrom(
  weeks: readonly string[],
  next: number,
  known: readonly KnownPeriod[],
): KnownPeriod | undefined {
  return known
    .filter(
      ({ fromWeek, untilWeek }) =>
        fromWeek === weeks[next] &&
        weeks.includes(untilWeek, next) &&
        numberOf(untilWeek) - numberOf(fromWeek) === weeks.indexOf(untilWeek) - next,
    )
    .sort((a, b) => b.untilWeek.localeCompare(a.untilWeek))[0];
}

/**
 * Change of the average visit days a cadre-week, from unrounded values. 6,956 days in 1,880 cadre-weeks
 * against 5,477 in as many: 0.27004…, “上升27%”. `null` when either has no cadre-week, or there were no days.
 */
export function changeOfAverage(
  now: Pick<PeriodFigures, 'cadreWeeks' | 'visitDays'>,
  then: Pick<PeriodFigures, 'cadreWeeks' | 'visitDays'> | null,
): number | null {
  if (then === null || now.cadreWeeks === 0 || then.cadreWeeks === 0 || then.visitDays === 0) return null;
  return now.visitDays / now.cadreWeeks / (then.visitDays / then.cadreWeeks) - 1;
}

/** `2025-W40` → `2024-W40`. It may name a week that no calendar has: a 53rd week has no year before. */
export function sameWeekLastYear(week: string): string {
  return `${String(Number(week.slice(0, 4)) - 1).padStart(4, '0')}${week.slice(4)}`;
}

function numberOf(week: string): number {
  return Number(week.slice(6));
}
