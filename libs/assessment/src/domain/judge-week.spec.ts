import { describe, expect, it } from '@jest/globals';
import { IsoWeek, NoticeMissing } from '@cunqin/work-calendar';
import { expectSound } from '../testing/expect-sound.js';
import {
  aCadre,
  aCorrectedDay,
  aClock,
  aHalfPair,
  aLateItem,
  anItem,
  aPolicy,
  aSuspectDay,
  aVisitDay,
  calendar,
  DUE,
  HOLIDAY_WEEK,
  on,
  someFacts,
  WEEK,
} from '../testing/week-facts.factory.js';
import { judgeWeek } from './judge-week.js';
import type { Policy } from './policy.js';
import type { WeekAssessment } from './verdict.js';
import type { WeekFacts } from './week-facts.js';

function judge(change: Partial<WeekFacts>, settings: Partial<Policy> = {}): WeekAssessment {
  const facts = someFacts(change);
  const policy = aPolicy(settings);
  return expectSound(judgeWeek(facts, policy, calendar), facts, policy);
}

const twoDays = [aVisitDay({ date: on(2) }), aVisitDay({ date: on(4) })];
const resident = aCadre({ category: 'resident' });
const unread = [aClock(), aClock({ clockId: 7, coveredUntil: WEEK.end.subtract({ seconds: 1 }) })];
const SHORT = { code: 'SHORT_DAYS', have: 0, need: 2 };
const LATE = { code: 'LIST_LATE', items: 2, onTime: 1 };

describe('a week in which everything was done', () => {
  it('is met, with every figure it was judged by', () => {
    expect(judge({ visitDays: twoDays, checklist: [anItem(), anItem()] })).toEqual({
      week: '2026-W43',
      month: '2026-10',
      category: 'organ',
      policyVersion: 3,
      quota: 2,
      availableWorkdays: 5,
      workdays: { inWeek: 5, managed: 5, excused: 0 },
      visitDays: 2,
      correctedDays: 0,
      countedDates: [
        { date: '2026-10-20', as: 'village', weight: 1, corrected: false },
        { date: '2026-10-22', as: 'village', weight: 1, corrected: false },
      ],
      uncountedDates: [],
      checklist: { items: 2, onTime: 2, unsupported: [] },
      verdict: 'met',
      reasons: [],
      misses: 0,
      deductionFen: 0,
      waitingFor: [],
      openUntil: null,
    });
  });

  it('is met without a checklist, nothing being due', () => {
    expect(judge({ visitDays: twoDays }).verdict).toBe('met');
  });

  it('is met while clocks are unread: more punches cannot make it worse', () => {
    expect(judge({ visitDays: twoDays, coverage: unread })).toMatchObject({ verdict: 'met', waitingFor: [] });
  });

  it('for an organ cadre is short for a resident one', () => {
    expect(judge({ visitDays: twoDays, cadre: resident })).toMatchObject({
      verdict: 'missed',
      reasons: [{ code: 'SHORT_DAYS', have: 2, need: 3 }],
    });
  });
});

describe('what fails a week', () => {
  const shortOnly = { visitDays: [], checklist: [anItem()] };
  const lateOnly = { visitDays: twoDays, checklist: [anItem(), aLateItem()] };
  const both = { visitDays: [], checklist: [anItem(), aLateItem()] };

  it.each<[Policy['failedBy'], object[], object[], object[]]>([
    ['visits-or-checklist', [SHORT], [LATE], [SHORT, LATE]],
    ['visits', [SHORT], [], [SHORT]],
    ['checklist', [], [LATE], [LATE]],
  ])('by %s: short days, a late list, both', (failedBy, short, late, together) => {
    expect(judge(shortOnly, { failedBy }).reasons).toEqual(short);
    expect(judge(lateOnly, { failedBy }).reasons).toEqual(late);
    expect(judge(both, { failedBy }).reasons).toEqual(together);
  });

  it.each<[Policy['charge'], number]>([
    ['per-week', 1],
    ['per-cause', 2],
    ['per-item-and-day', 3],
  ])('costs, charged %s, %i misses for two missing days and a late item', (charge, misses) => {
    expect(judge(both, { charge })).toMatchObject({ misses, deductionFen: misses * 10_000 });
  });

  it('costs a contract cadre a miss but no money, unless the policy charges them', () => {
    const cadre = aCadre({ identity: 'contract' });
    expect(judge({ cadre })).toMatchObject({ verdict: 'missed', misses: 1, deductionFen: 0 });
    expect(judge({ cadre }, { contractStaff: 'charged' })).toMatchObject({ misses: 1, deductionFen: 10_000 });
  });

  it('is counted on the days the policy counts', () => {
    const visitDays = [aVisitDay({ date: on(5) }), aVisitDay({ date: on(6) })];
    expect(judge({ visitDays }).verdict).toBe('met');
    expect(judge({ visitDays }, { daysOff: 'workdays-only' })).toMatchObject({
      verdict: 'missed',
      visitDays: 1,
    });
  });

  it('is counted at the place the policy names', () => {
    const cadre = aCadre({ category: 'resident', homeVillageCode: 'V09' });
    const visitDays = [1, 2, 3].map((weekday) => aVisitDay({ date: on(weekday) }));
    expect(judge({ visitDays, cadre }).verdict).toBe('met');
    expect(judge({ visitDays, cadre }, { residentPlace: 'home-village' }).visitDays).toBe(0);
  });
});

describe('a week without available workdays', () => {
  const leave = { leave: [1, 2, 3, 4, 5].map((weekday) => on(weekday)), checklist: [aLateItem()] };

  it('is exempt, whatever was not done', () => {
    expect(judge(leave)).toMatchObject({ verdict: 'exempt', quota: 0, availableWorkdays: 0 });
    expect(judge({ week: IsoWeek.parse('2026-W08') }).verdict).toBe('exempt');
  });

  it('is exempt before any clock was read', () => {
    expect(judge({ ...leave, coverage: unread })).toMatchObject({ verdict: 'exempt', waitingFor: [] });
  });

  it('is judged like any other when the policy gives no relief', () => {
    expect(judge(leave, { relief: 'none' })).toMatchObject({
      verdict: 'missed',
      quota: 2,
      availableWorkdays: 0,
    });
  });
});

describe('relief', () => {
  it('leaves a quota of one when one workday is left', () => {
    const leave = [1, 2, 3, 4].map((weekday) => on(weekday));
    expect(judge({ leave, visitDays: [aVisitDay({ date: on(5) })] })).toMatchObject({
      verdict: 'met',
      quota: 1,
    });
  });

  it('leaves three days to a resident cadre in the week of October 8 to 10', () => {
    expect(judge({ week: HOLIDAY_WEEK, cadre: resident })).toMatchObject({ quota: 3, availableWorkdays: 3 });
  });
});

describe('no penalty without proof', () => {
  const DOUBT = { code: 'COVERAGE_MISSING' };

  it('leaves a short week undetermined while a clock is unread, and names that clock', () => {
    expect(judge({ coverage: unread })).toMatchObject({
      verdict: 'undetermined',
      reasons: [DOUBT],
      waitingFor: [7],
    });
  });

  it('leaves a late list undetermined too, although no clock can mend it', () => {
    expect(judge({ visitDays: twoDays, checklist: [aLateItem()], coverage: unread })).toMatchObject({
      verdict: 'undetermined',
      reasons: [DOUBT],
      waitingFor: [7],
    });
  });

  it('leaves a short week undetermined where there is no clock at all', () => {
    expect(judge({ coverage: [] })).toMatchObject({
      verdict: 'undetermined',
      reasons: [DOUBT],
      waitingFor: [],
    });
  });

  it('charges once every clock was read to Sunday 24:00', () => {
    expect(judge({ coverage: [aClock({ coveredUntil: WEEK.end })] }).verdict).toBe('missed');
  });
});

describe('suspect punches', () => {
  it('hold a short week until somebody decides on them', () => {
    expect(judge({ visitDays: [aSuspectDay({ suspect: ['1-8', '1-9'] })] })).toMatchObject({
      verdict: 'undetermined',
      reasons: [{ code: 'REVIEW_MISSING', punches: 2 }],
      waitingFor: [],
    });
  });

  it('beside a good half hold it as well', () => {
    expect(judge({ visitDays: [aHalfPair({ suspect: ['1-9'] })] }).verdict).toBe('undetermined');
  });

  it('on a date that counts already hold nothing', () => {
    expect(judge({ visitDays: [aVisitDay({ suspect: ['1-9'] })] })).toMatchObject({
      verdict: 'missed',
      reasons: [{ code: 'SHORT_DAYS', have: 1, need: 2 }],
    });
  });

  it('hold nothing when the days suffice and only the list is late', () => {
    const visitDays = [...twoDays, aSuspectDay({ date: on(5) })];
    expect(judge({ visitDays, checklist: [anItem(), aLateItem()] })).toMatchObject({
      verdict: 'missed',
      reasons: [LATE],
    });
  });

  it('hold nothing when visits cannot fail the week', () => {
    const facts = { visitDays: [aSuspectDay()], checklist: [anItem(), aLateItem()] };
    expect(judge(facts, { failedBy: 'checklist' })).toMatchObject({ verdict: 'missed', reasons: [LATE] });
  });

  it('are named beside the unread clock', () => {
    expect(judge({ visitDays: [aSuspectDay()], coverage: unread }).reasons).toEqual([
      { code: 'COVERAGE_MISSING' },
      { code: 'REVIEW_MISSING', punches: 1 },
    ]);
  });
});

describe('a result whose visit nothing proves, where that counts as missing', () => {
  const facts = { visitDays: twoDays, checklist: [anItem({ villageCode: 'V09' })] };
  const strict = { unsupportedItem: 'counts-as-missing' } as const;

  it('fails the week', () => {
    expect(judge(facts, strict)).toMatchObject({
      verdict: 'missed',
      reasons: [{ code: 'LIST_LATE', items: 1, onTime: 0 }],
    });
    expect(judge(facts).verdict).toBe('met');
  });

  it('waits for punches that may show the visit, on dates that count already, too', () => {
    const [first = aVisitDay(), ...others] = twoDays;
    const visitDays = [{ ...first, suspect: ['1-9'] }, ...others];
    expect(judge({ ...facts, visitDays }, strict)).toMatchObject({
      verdict: 'undetermined',
      reasons: [{ code: 'REVIEW_MISSING', punches: 1 }],
    });
    expect(judge({ ...facts, doubtfulPunches: 2 }, strict).reasons).toEqual([
      { code: 'REVIEW_MISSING', punches: 2 },
    ]);
  });

  it('waits for none when it was late anyway', () => {
    const late = aLateItem({ villageCode: 'V09' });
    expect(judge({ ...facts, checklist: [late], doubtfulPunches: 2 }, strict).verdict).toBe('missed');
  });
});

describe('an item that is not due yet', () => {
  const asOf = DUE.subtract({ hours: 1 });

  it('leaves the week undetermined until it is', () => {
    expect(judge({ visitDays: twoDays, checklist: [aLateItem()], asOf })).toMatchObject({
      verdict: 'undetermined',
      reasons: [{ code: 'LIST_OPEN', items: 1 }],
      openUntil: '2026-10-25T16:00:00Z',
    });
    expect(judge({ visitDays: twoDays, checklist: [aLateItem()], asOf: DUE }).verdict).toBe('missed');
  });

  it('is named beside the unread clock', () => {
    expect(judge({ checklist: [aLateItem()], asOf, coverage: unread })).toMatchObject({
      reasons: [{ code: 'COVERAGE_MISSING' }, { code: 'LIST_OPEN', items: 1 }],
      openUntil: '2026-10-25T16:00:00Z',
    });
  });

  it('holds nothing when the list cannot fail the week', () => {
    const week = judge({ checklist: [aLateItem()], asOf }, { failedBy: 'visits' });
    expect(week).toMatchObject({ verdict: 'missed', openUntil: null });
  });
});

describe('half days', () => {
  it('make a week of 1.5 short of 2, and one with 2 met', () => {
    const visitDay = { ...aPolicy().visitDay, unit: 'half-days' } as const;
    const visitDays = [aVisitDay({ date: on(1) }), aHalfPair({ date: on(2) })];
    expect(judge({ visitDays }, { visitDay })).toMatchObject({
      verdict: 'missed',
      visitDays: 1.5,
      reasons: [{ code: 'SHORT_DAYS', have: 1.5, need: 2 }],
    });
    const another = aHalfPair({ date: on(3) });
    expect(judge({ visitDays: [...visitDays, another] }, { visitDay }).verdict).toBe('met');
  });
});

describe('the month of a week', () => {
  it.each([
    ['thursday', '2026-10', '2026-12'],
    ['sunday', '2026-11', '2027-01'],
    ['monday', '2026-10', '2026-12'],
  ] as const)('is that of its %s', (monthOf, month44, month53) => {
    expect(judge({ week: IsoWeek.parse('2026-W44') }, { monthOf }).month).toBe(month44);
    expect(IsoWeek.parse('2026-W53').month(monthOf)).toBe(month53);
  });
});

it('a correction that made a day count is told', () => {
  expect(judge({ visitDays: [aCorrectedDay(), aVisitDay({ date: on(4) })] }).correctedDays).toBe(1);
});

it('a week reaching into a year without a holiday notice is refused, not guessed', () => {
  const week = IsoWeek.parse('2026-W53');
  expect(() => judge({ week })).toThrow(NoticeMissing);
});
