import { describe, expect, it } from '@jest/globals';
import { aPolicy, aVisitDay, calendar, on, someFacts } from '../testing/week-facts.factory.js';
import { judgeWeek } from './judge-week.js';
import { shown, SimulationSum } from './simulation-totals.js';
import type { WeekAssessment } from './verdict.js';

const policy = aPolicy();
const missed = judgeWeek(someFacts(), policy, calendar);
const met = judgeWeek(
  someFacts({ visitDays: [on(1), on(2)].map((date) => aVisitDay({ date })) }),
  policy,
  calendar,
);
const wang = { code: 'C001', postSubsidyFen: 25_000 };
const li = { code: 'C002', postSubsidyFen: 80_000 };

const sumOf = (...weeks: [typeof wang, WeekAssessment, typeof policy?][]): SimulationSum => {
  const sum = new SimulationSum();
  for (const [cadre, week, rule = policy] of weeks) sum.add(cadre, week, rule);
  return sum;
};

describe('the totals of a simulation', () => {
  it('are nothing before the first week', () => {
    expect(sumOf().totals()).toEqual({
      cadreWeeks: 0,
      met: 0,
      missed: 0,
      exempt: 0,
      undetermined: 0,
      misses: 0,
      persons: 0,
      computedFen: 0,
      deductedFen: 0,
    });
  });

  it('count verdicts, misses and persons apart: two misses of one person are one person', () => {
    const undetermined = { ...met, verdict: 'undetermined' } as const;
    const exempt = { ...met, verdict: 'exempt' } as const;
    expect(
      sumOf([wang, missed], [wang, missed], [li, met], [li, undetermined], [li, exempt]).totals(),
    ).toMatchObject({ cadreWeeks: 5, met: 1, missed: 2, exempt: 1, undetermined: 1, misses: 2, persons: 1 });
  });

  it('end each month of a person at the subsidy: 3 misses against 250 yuan are 300, of which 250', () => {
    const sum = sumOf([wang, missed], [wang, missed], [wang, missed], [li, missed]);
    expect(sum.totals()).toMatchObject({ computedFen: 40_000, deductedFen: 35_000 });
  });

  it('carry nothing from one month to another, nor from one person to another', () => {
    const november = { ...missed, month: '2026-11' };
    const sum = sumOf([wang, missed], [wang, missed], [wang, november], [li, missed], [li, missed]);
    expect(sum.totals()).toMatchObject({ computedFen: 50_000, deductedFen: 50_000 });
  });

  it('read the ceiling from the rule of the month’s last week, charged or not', () => {
    const none = aPolicy({ ceiling: 'none' });
    const thrice: [typeof wang, WeekAssessment][] = [
      [wang, missed],
      [wang, missed],
      [wang, missed],
    ];
    expect(sumOf(...thrice, [wang, met, none]).totals()).toMatchObject({ deductedFen: 30_000 });
  });
});

it('a changed week shows what decides and costs, and no more', () => {
  expect(shown(missed)).toEqual({
    verdict: 'missed',
    quota: 2,
    visitDays: 0,
    misses: 1,
    deductionFen: 10_000,
    month: '2026-10',
  });
});
