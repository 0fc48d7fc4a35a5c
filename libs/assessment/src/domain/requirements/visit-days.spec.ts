import { describe, expect, it } from '@jest/globals';
import {
  aCadre,
  aHalfPair,
  aPolicy,
  aSuspectDay,
  aVisitDay,
  calendar,
  day,
  HOLIDAY_WEEK,
  on,
  someFacts,
} from '../../testing/week-facts.factory.js';
import type { Policy } from '../policy.js';
import type { WeekFacts } from '../week-facts.js';
import { type CountedDays, countVisitDays, undecidedPunches } from './visit-days.js';

/** Every count is checked for the rule that a date never counts twice and lies in the managed week. */
function count(change: Partial<WeekFacts>, policy: Partial<Policy> = {}): CountedDays {
  const facts = someFacts(change);
  const counted = countVisitDays(facts, facts.visitDays, aPolicy(policy), calendar);
  const dates = counted.dates.map(String);
  expect(new Set(dates).size).toBe(dates.length);
  expect(facts.week.dates.map(String)).toEqual(expect.arrayContaining(dates));
  expect(counted.corrected).toBeLessThanOrEqual(dates.length);
  return counted;
}

const datesOf = (counted: CountedDays): string[] => counted.dates.map(String);

describe('visit days', () => {
  it('are the dates with a full day; a half pair is none', () => {
    const visitDays = [aVisitDay({ date: on(2) }), aHalfPair({ date: on(3) }), aVisitDay({ date: on(4) })];
    expect(datesOf(count({ visitDays }))).toEqual(['2026-10-20', '2026-10-22']);
  });

  it('are enterprise visits and emergency duty too', () => {
    expect(datesOf(count({ enterpriseVisits: [on(1)], emergencyDuty: [on(6)] }))).toEqual([
      '2026-10-19',
      '2026-10-24',
    ]);
  });

  it('count a date with a village, an enterprise and duty once', () => {
    const facts = { visitDays: [aVisitDay()], enterpriseVisits: [on(2), on(2)], emergencyDuty: [on(2)] };
    expect(datesOf(count(facts))).toEqual(['2026-10-20']);
  });

  it('count an enterprise visit on a date with only a half pair', () => {
    expect(datesOf(count({ visitDays: [aHalfPair()], enterpriseVisits: [on(2)] }))).toEqual(['2026-10-20']);
  });

  it('lie in the managed period', () => {
    const visitDays = [1, 3, 5].map((weekday) => aVisitDay({ date: on(weekday) }));
    const cadre = aCadre({ managedFrom: on(2), managedUntil: on(4) });
    expect(datesOf(count({ visitDays, cadre }))).toEqual(['2026-10-21']);
  });

  it('on weekends and holidays count', () => {
    expect(datesOf(count({ visitDays: [aVisitDay({ date: on(7) })] }))).toEqual(['2026-10-25']);
    const visitDays = [aVisitDay({ date: day('2026-10-06') })];
    expect(datesOf(count({ week: HOLIDAY_WEEK, visitDays }))).toEqual(['2026-10-06']);
  });

  it('are workdays and make-up workdays only, when the policy says so', () => {
    const visitDays = ['2026-10-06', '2026-10-09', '2026-10-10', '2026-10-11'].map((date) =>
      aVisitDay({ date: day(date) }),
    );
    expect(datesOf(count({ week: HOLIDAY_WEEK, visitDays }, { daysOff: 'workdays-only' }))).toEqual([
      '2026-10-09',
      '2026-10-10',
    ]);
  });

  it('say how many of them needed a correction, those that do not count left out', () => {
    const visitDays = [aVisitDay({ corrected: true }), aVisitDay({ date: on(6), corrected: true })];
    expect(count({ visitDays }).corrected).toBe(2);
    expect(count({ visitDays }, { daysOff: 'workdays-only' }).corrected).toBe(1);
  });
});

describe('the place of a resident cadre', () => {
  const resident = aCadre({ category: 'resident', homeVillageCode: 'V03' });
  const elsewhere = aVisitDay({ villageCodes: ['V05'], fullDayAt: ['V05'] });
  const ownOnly = { residentPlace: 'home-village' } as const;

  it('is any village by default', () => {
    expect(count({ cadre: resident, visitDays: [elsewhere] }).dates).toHaveLength(1);
  });

  it('is the own village when the policy says so', () => {
    expect(count({ cadre: resident, visitDays: [elsewhere] }, ownOnly).dates).toHaveLength(0);
    expect(count({ cadre: resident, visitDays: [aVisitDay()] }, ownOnly).dates).toHaveLength(1);
  });

  it('wants both halves at the own village', () => {
    const split = aVisitDay({ villageCodes: ['V03', 'V05'], fullDayAt: [] });
    expect(count({ cadre: resident, visitDays: [split] }, ownOnly).dates).toHaveLength(0);
  });

  it('is kept by a full day at home although the cadre was elsewhere as well', () => {
    const both = aVisitDay({ villageCodes: ['V05', 'V03'], fullDayAt: ['V03'] });
    expect(count({ cadre: resident, visitDays: [both] }, ownOnly).dates).toHaveLength(1);
  });

  it('never binds an organ cadre', () => {
    expect(
      count({ cadre: aCadre({ homeVillageCode: 'V03' }), visitDays: [elsewhere] }, ownOnly).dates,
    ).toHaveLength(1);
  });

  it('counts nowhere for a resident cadre without a village', () => {
    const homeless = aCadre({ category: 'resident', homeVillageCode: null });
    expect(count({ cadre: homeless, visitDays: [aVisitDay()] }, ownOnly).dates).toHaveLength(0);
  });
});

describe('undecided punches', () => {
  const undecided = (change: Partial<WeekFacts>): number =>
    undecidedPunches(someFacts(change), count(change));

  it('are the suspect ones of dates that do not count yet', () => {
    const visitDays = [
      aVisitDay({ date: on(1), suspect: ['1-7'] }),
      aHalfPair({ date: on(2), suspect: ['1-8'] }),
      aSuspectDay({ date: on(3), suspect: ['1-9', '1-10'] }),
    ];
    expect(undecided({ visitDays })).toBe(3);
  });

  it('do not matter on a date that an enterprise visit makes count', () => {
    expect(undecided({ visitDays: [aSuspectDay()], enterpriseVisits: [on(2)] })).toBe(0);
  });

  it('do not matter outside the managed period', () => {
    expect(undecided({ visitDays: [aSuspectDay()], cadre: aCadre({ managedFrom: on(3) }) })).toBe(0);
  });
});
