import { describe, expect, it } from '@jest/globals';
import type { Adjustment } from './adjustments.js';
import type { ChargedCadre, MonthTotals, WeekFigures } from './month-report.js';
import type { Baseline, BookedPeriod, YearBooks } from './month-rows.js';
import { changeOfAverage, figuresOfPeriod } from './year-figures.js';
import { lastYearOf, type MonthNow, yearToDate } from './year-to-date.js';

const period = (
  fromWeek: string,
  untilWeek: string,
  cadreWeeks: number,
  visitDays: number,
  month: string | null = null,
): BookedPeriod => ({
  month,
  fromWeek,
  untilWeek,
  cadreWeeks,
  visitDays,
  source: untilWeek < '2026' ? '台账' : 'settled',
});

const aBaseline = (change: Partial<Baseline> = {}): Baseline => ({
  ...period('2026-W01', '2026-W39', 100, 300),
  persons: 2,
  occurrences: 3,
  amountFen: 30_000,
  cadreCodes: [],
  ...change,
});

const books = (change: Partial<YearBooks> = {}): YearBooks => ({
  misses: [],
  amountFen: 0,
  periods: [],
  baselines: [],
  ...change,
});

const aMonth = (change: Partial<MonthNow> = {}): MonthNow => ({
  weekFigures: [{ week: '2026-W40', ended: true, judged: 47, visitDays: 150 } as WeekFigures],
  charged: [{ cadreCode: 'C001', misses: 1 } as ChargedCadre],
  adjustments: [],
  totals: { deductedFen: 10_000, judged: 47, visitDays: 150 } as MonthTotals,
  ...change,
});

const reversal = (change: Partial<Adjustment> = {}): Adjustment =>
  ({
    cadreCode: 'C001',
    originMonth: '2026-09',
    missesBefore: 1,
    missesAfter: 0,
    amountFen: -10_000,
    ...change,
  }) as Adjustment;

describe('the year to date', () => {
  it('counts persons once, misses each, and money', () => {
    const year = yearToDate(
      '2026-10',
      aMonth(),
      books({
        misses: [
          { cadreCode: 'C001', misses: 2 },
          { cadreCode: 'C002', misses: 1 },
        ],
        amountFen: 30_000,
      }),
    );
    expect(year).toMatchObject({ persons: 2, occurrences: 4, amountFen: 40_000 });
  });

  it('takes back what a reversal takes back: the miss, the money, and the person whose last miss it was', () => {
    const before = books({ misses: [{ cadreCode: 'C002', misses: 1 }], amountFen: 10_000 });
    const year = yearToDate('2026-10', aMonth({ adjustments: [reversal({ cadreCode: 'C002' })] }), before);
    expect(year).toMatchObject({ persons: 1, occurrences: 1, amountFen: 10_000 });
  });

  it('leaves a reversal of last year’s line to last year', () => {
    const adjustments = [reversal({ originMonth: '2025-12' })];
    expect(yearToDate('2026-10', aMonth({ adjustments }), books())).toMatchObject({
      occurrences: 1,
      amountFen: 10_000,
    });
  });

  it('adds what was typed for the weeks before the clocks, and counts nobody twice who is named there', () => {
    const unnamed = yearToDate('2026-10', aMonth(), books({ baselines: [aBaseline()] }));
    expect(unnamed).toMatchObject({ persons: 3, occurrences: 4, amountFen: 40_000, cadreWeeks: 147 });
    const named = aBaseline({ cadreCodes: ['C001', 'C009'] });
    expect(yearToDate('2026-10', aMonth(), books({ baselines: [named] }))).toMatchObject({ persons: 2 });
  });

  it('is held against exactly the same weeks of the year before, or against nothing', () => {
    const same = [period('2025-W01', '2025-W30', 100, 200), period('2025-W31', '2025-W40', 50, 100)];
    const year = yearToDate('2026-10', aMonth(), books({ baselines: [aBaseline()], periods: same }));
    expect(year.lastYear).toMatchObject({ cadreWeeks: 150, visitDays: 300 });
    expect(year.change).toBeCloseTo(450 / 147 / 2 - 1, 12);
    const longer = [period('2025-W01', '2025-W41', 150, 300)];
    expect(
      yearToDate('2026-10', aMonth(), books({ baselines: [aBaseline()], periods: longer })).change,
    ).toBeNull();
  });

  it('counts a week in the year of the month that settled it, whatever year it is named after', () => {
    const sundays = [period('2026-W53', '2026-W53', 47, 100, '2027-01')];
    const february = [{ week: '2027-W05', ended: true, judged: 47, visitDays: 94 } as WeekFigures];
    const figures = yearToDate('2027-02', aMonth({ weekFigures: february }), books({ periods: sundays }));
    expect(figures).toMatchObject({ cadreWeeks: 94, visitDays: 194 });
    const mondays = [
      period('2026-W01', '2026-W01', 47, 100, '2025-12'),
      period('2026-W39', '2026-W39', 47, 90, '2026-09'),
    ];
    expect(yearToDate('2026-10', aMonth(), books({ periods: mondays }))).toMatchObject({
      cadreWeeks: 94,
      visitDays: 240,
    });
  });

  it('the month is held against its own weeks', () => {
    expect(lastYearOf(aMonth(), books({ periods: [period('2025-W40', '2025-W40', 47, 100)] }))).toMatchObject(
      {
        cadreWeeks: 47,
        change: 0.5,
      },
    );
    expect(lastYearOf(aMonth(), books())).toBeNull();
  });
});

describe('a stretch of weeks', () => {
  it('with a gap in it is not covered by a record that spans the gap', () => {
    const known = [period('2025-W01', '2025-W03', 3, 3)];
    expect(figuresOfPeriod(['2025-W01', '2025-W03'], known)).toBeNull();
    expect(figuresOfPeriod(['2025-W01', '2025-W02', '2025-W03'], known)).toMatchObject({ cadreWeeks: 3 });
  });
});

it('17: 6,956 days in 1,880 cadre-weeks against 5,477 are 3.7 a week and 27 % more, from unrounded values', () => {
  const change = changeOfAverage(
    { cadreWeeks: 1880, visitDays: 6956 },
    { cadreWeeks: 1880, visitDays: 5477 },
  );
  expect(change).toBeCloseTo(0.270038, 5);
  expect(changeOfAverage({ cadreWeeks: 0, visitDays: 0 }, { cadreWeeks: 1, visitDays: 1 })).toBeNull();
  expect(changeOfAverage({ cadreWeeks: 1, visitDays: 1 }, { cadreWeeks: 1, visitDays: 0 })).toBeNull();
});
