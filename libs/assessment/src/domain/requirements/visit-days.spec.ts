import { describe, expect, it } from '@jest/globals';
import {
  aCadre,
  aCorrectedDay,
  aHalfPair,
  aPolicy,
  aSuspectDay,
  aVisitDay,
  calendar,
  day,
  enterpriseOn,
  HOLIDAY_WEEK,
  on,
  proofsAt,
  someFacts,
} from '../../testing/week-facts.factory.js';
import type { Policy } from '../policy.js';
import type { WeekFacts } from '../week-facts.js';
import { type CountedDays, countVisitDays } from './visit-days.js';

/** Every count is checked for the rule that a date never counts twice and lies in the week. */
function count(change: Partial<WeekFacts>, policy: Partial<Policy> = {}): CountedDays {
  const facts = someFacts(change);
  const days = countVisitDays(facts, aPolicy(policy), calendar);
  const dates = [...days.counted, ...days.uncounted].map(({ date }) => date);
  expect(new Set(dates).size).toBe(dates.length);
  expect(facts.week.dates.map(String)).toEqual(expect.arrayContaining(dates));
  expect(days.total).toBe(days.counted.reduce((sum, { weight }) => sum + weight, 0));
  return days;
}

const datesOf = ({ counted }: CountedDays): string[] => counted.map(({ date }) => date);
const asWhat = ({ counted }: CountedDays): string[] => counted.map(({ as }) => as);
const whyNot = ({ uncounted }: CountedDays): string[] => uncounted.map(({ why }) => why);

describe('visit days', () => {
  it('are the dates with a full day; a half pair is none', () => {
    const visitDays = [aVisitDay({ date: on(4) }), aHalfPair({ date: on(3) }), aVisitDay({ date: on(2) })];
    expect(count({ visitDays })).toEqual({
      total: 2,
      counted: [
        { date: '2026-10-20', as: 'village', weight: 1, corrected: false },
        { date: '2026-10-22', as: 'village', weight: 1, corrected: false },
      ],
      uncounted: [{ date: '2026-10-21', why: 'half-pair' }],
    });
  });

  it('are none where nothing was seen', () => {
    expect(count({})).toEqual({ total: 0, counted: [], uncounted: [] });
  });

  it('lie in the managed period', () => {
    const visitDays = [1, 3, 5].map((weekday) => aVisitDay({ date: on(weekday) }));
    const days = count({ visitDays, cadre: aCadre({ managedFrom: on(2), managedUntil: on(4) }) });
    expect(datesOf(days)).toEqual(['2026-10-21']);
    expect(whyNot(days)).toEqual(['not-managed', 'not-managed']);
  });

  it('say when a correction made them', () => {
    expect(count({ visitDays: [aCorrectedDay()] }).counted).toMatchObject([{ corrected: true }]);
  });
});

describe('a date counts once, for what is worth most', () => {
  it('whether village, enterprise and duty fall together or are registered twice', () => {
    const facts = {
      visitDays: [aVisitDay()],
      enterpriseVisits: enterpriseOn(2, 2),
      emergencyDuty: [on(2)],
      errands: [on(2)],
    };
    expect(count(facts, { errands: 'credited' }).counted).toMatchObject([{ as: 'village', weight: 1 }]);
  });

  it('as an enterprise visit where the village is only a half pair', () => {
    expect(asWhat(count({ visitDays: [aHalfPair()], enterpriseVisits: enterpriseOn(2) }))).toEqual([
      'enterprise',
    ]);
  });

  it('as an enterprise visit rather than as half a day in a village', () => {
    const policy = { visitDay: { ...aPolicy().visitDay, unit: 'half-days' } } as const;
    const facts = { visitDays: [aHalfPair()], enterpriseVisits: enterpriseOn(2) };
    expect(count(facts, policy).counted).toMatchObject([{ as: 'enterprise', weight: 1 }]);
  });

  it('without the correction that it does not need', () => {
    const facts = { visitDays: [aCorrectedDay()], emergencyDuty: [on(2)] };
    expect(count(facts).counted).toMatchObject([{ as: 'duty', corrected: false }]);
  });
});

describe('an enterprise visit (D6)', () => {
  it('is a day by default', () => {
    expect(asWhat(count({ enterpriseVisits: enterpriseOn(1, 6) }))).toEqual(['enterprise', 'enterprise']);
  });

  it('is none where the policy does not count it, and the date says so', () => {
    const days = count({ enterpriseVisits: enterpriseOn(1) }, { enterpriseVisits: 'does-not-count' });
    expect(days).toEqual({ total: 0, counted: [], uncounted: [{ date: '2026-10-19', why: 'enterprise' }] });
  });

  it('that does not count leaves the village visit of the date alone', () => {
    const facts = { visitDays: [aVisitDay()], enterpriseVisits: enterpriseOn(2) };
    expect(asWhat(count(facts, { enterpriseVisits: 'does-not-count' }))).toEqual(['village']);
  });
});

describe('emergency duty (D10)', () => {
  it('is a day by default', () => {
    expect(asWhat(count({ emergencyDuty: [on(1), on(6)] }))).toEqual(['duty', 'duty']);
  });

  it('is none where the policy only excuses it', () => {
    expect(count({ emergencyDuty: [on(1)] }, { emergencyDuty: 'excused' })).toMatchObject({
      total: 0,
      uncounted: [],
    });
  });
});

describe('an errand, training or meeting (D9)', () => {
  it('is no day by default', () => {
    expect(count({ errands: [on(1)] })).toMatchObject({ total: 0, uncounted: [] });
  });

  it('is a day where the policy credits it', () => {
    expect(asWhat(count({ errands: [on(1)] }, { errands: 'credited' }))).toEqual(['errand']);
  });
});

describe('days off (D7)', () => {
  const workdaysOnly = { daysOff: 'workdays-only' } as const;

  it('count by default', () => {
    expect(datesOf(count({ visitDays: [aVisitDay({ date: on(7) })] }))).toEqual(['2026-10-25']);
    const visitDays = [aVisitDay({ date: day('2026-10-06') })];
    expect(datesOf(count({ week: HOLIDAY_WEEK, visitDays }))).toEqual(['2026-10-06']);
  });

  it('do not count where the policy says so; make-up workdays do', () => {
    const visitDays = ['2026-10-06', '2026-10-09', '2026-10-10', '2026-10-11'].map((date) =>
      aVisitDay({ date: day(date) }),
    );
    const days = count({ week: HOLIDAY_WEEK, visitDays }, workdaysOnly);
    expect(datesOf(days)).toEqual(['2026-10-09', '2026-10-10']);
    expect(days.uncounted).toEqual([
      { date: '2026-10-06', why: 'day-off' },
      { date: '2026-10-11', why: 'day-off' },
    ]);
  });

  it('bind enterprise visits and duty as well', () => {
    const facts = { enterpriseVisits: enterpriseOn(6), emergencyDuty: [on(7)] };
    expect(whyNot(count(facts, workdaysOnly))).toEqual(['day-off', 'day-off']);
  });
});

describe('a date that counts nothing says why', () => {
  const why = (change: Partial<Parameters<typeof aVisitDay>[0]>, policy: Partial<Policy> = {}): string[] =>
    whyNot(count({ visitDays: [aHalfPair({ date: on(2), ...change })] }, policy));
  const sameVillage = { visitDay: { ...aPolicy().visitDay, pairing: 'same-village' } } as const;

  it('because only one half was proved', () => {
    expect(why({})).toEqual(['half-pair']);
    expect(why({ proofs: proofsAt(null, 'V03'), suspect: ['1-9'] })).toEqual(['half-pair']);
  });

  it('because both halves were at different villages', () => {
    expect(why({ proofs: proofsAt('V03', 'V05') }, sameVillage)).toEqual(['different-villages']);
  });

  it('because nobody has decided on its punches', () => {
    expect(why({ proofs: [], suspect: ['1-9'], outside: ['1-8'] })).toEqual(['suspect']);
  });

  it('because its punches lay outside the windows', () => {
    expect(why({ proofs: [], outside: ['1-8'] })).toEqual(['outside-windows']);
  });

  it('because it lies before the managed period, whatever else', () => {
    const cadre = aCadre({ managedFrom: on(3) });
    expect(whyNot(count({ cadre, visitDays: [aSuspectDay()] }))).toEqual(['not-managed']);
  });
});

describe('the place of a resident cadre (D5)', () => {
  const resident = aCadre({ category: 'resident', homeVillageCode: 'V03' });
  const elsewhere = aVisitDay({ proofs: proofsAt('V05', 'V05') });
  const ownOnly = { residentPlace: 'home-village' } as const;

  it('is any village by default', () => {
    expect(count({ cadre: resident, visitDays: [elsewhere] }).total).toBe(1);
  });

  it('is the own village when the policy says so', () => {
    const days = count({ cadre: resident, visitDays: [elsewhere] }, ownOnly);
    expect(days).toMatchObject({ total: 0, uncounted: [{ why: 'other-village' }] });
    expect(count({ cadre: resident, visitDays: [aVisitDay()] }, ownOnly).total).toBe(1);
  });

  it('wants both halves at the own village', () => {
    const split = aVisitDay({ proofs: proofsAt('V03', 'V05') });
    expect(whyNot(count({ cadre: resident, visitDays: [split] }, ownOnly))).toEqual(['other-village']);
  });

  it('is half kept by half a day at home, where half days count', () => {
    const split = aVisitDay({ proofs: proofsAt('V03', 'V05') });
    const policy = { ...ownOnly, visitDay: { ...aPolicy().visitDay, unit: 'half-days' } } as const;
    expect(count({ cadre: resident, visitDays: [split] }, policy).total).toBe(0.5);
  });

  it('is kept by a full day at home although the cadre was elsewhere as well', () => {
    const both = aVisitDay({ proofs: [...proofsAt('V05', 'V05'), ...proofsAt('V03', 'V03')] });
    expect(count({ cadre: resident, visitDays: [both] }, ownOnly).total).toBe(1);
  });

  it('asks whether the correction was needed for the own village', () => {
    const atHome = proofsAt('V03', 'V03').map((proof) => ({ ...proof, punchId: null }));
    const both = aVisitDay({ proofs: [...proofsAt('V05', 'V05'), ...atHome] });
    expect(count({ cadre: resident, visitDays: [both] }, ownOnly).counted[0]?.corrected).toBe(true);
    expect(count({ cadre: resident, visitDays: [both] }).counted[0]?.corrected).toBe(false);
  });

  it('never binds an organ cadre', () => {
    const cadre = aCadre({ homeVillageCode: 'V03' });
    expect(count({ cadre, visitDays: [elsewhere] }, ownOnly).total).toBe(1);
  });

  it('counts nowhere for a resident cadre without a village', () => {
    const cadre = aCadre({ category: 'resident', homeVillageCode: null });
    expect(count({ cadre, visitDays: [aVisitDay()] }, ownOnly).total).toBe(0);
  });
});
