import { describe, expect, it } from '@jest/globals';
import { IsoWeek } from '@cunqin/work-calendar';
import {
  aCadre,
  aClock,
  aCorrectedDay,
  aHalfPair,
  aLateItem,
  anItem,
  aPolicy,
  aSuspectDay,
  aVisitDay,
  calendar,
  DUE,
  enterpriseOn,
  on,
  proofsAt,
  someFacts,
} from '../testing/week-facts.factory.js';
import type { ExplainedDay } from './explain-dates.js';
import { type ExplainedWeek, explainWeek } from './explain.js';
import { judgeOrRefuse } from './judge-or-refuse.js';
import type { Policy } from './policy.js';
import type { WeekFacts } from './week-facts.js';

/** A full day in 蒋寨村 on Tuesday. */
function aDay(weekday: number, change: Partial<ExplainedDay> = {}): ExplainedDay {
  return {
    date: on(weekday),
    morning: ['08:41'],
    afternoon: ['15:10'],
    outside: [],
    suspect: 0,
    villageNames: ['蒋寨村'],
    ...change,
  };
}

/** Judges the facts and says the result. Whatever it says, it is one sentence, and no 罚款. */
function explain(
  facts: Partial<WeekFacts>,
  days: readonly ExplainedDay[] = [],
  settings: Partial<Policy> = {},
): string {
  const judged = judgeOrRefuse(someFacts(facts), aPolicy(settings), calendar);
  return say({ ...judged, waitingFor: [], waivedFor: null }, days);
}

function say(week: ExplainedWeek, days: readonly ExplainedDay[] = []): string {
  const sentence = explainWeek(week, days);
  expect(sentence.match(/。/g)).toHaveLength(1);
  expect(sentence).toMatch(/^本周应下村[\d.]+天，.*[^，；、]。$/);
  expect(sentence).not.toMatch(/罚|undefined|null|，，|（）/);
  return sentence;
}

const twoDays = { visitDays: [aVisitDay({ date: on(2) }), aVisitDay({ date: on(4) })] };
const twoSeen = [aDay(2), aDay(4, { villageNames: ['白竹村'] })];
const resident = aCadre({ category: 'resident', homeVillageCode: 'V09' });
const whole = aPolicy().visitDay;
const leave = (...weekdays: number[]): Pick<WeekFacts, 'leave'> => ({
  leave: weekdays.map((weekday) => on(weekday)),
});

describe('the sentence a cadre reads', () => {
  it('tells a missed week from the quota down to the punch', () => {
    const facts = {
      cadre: resident,
      visitDays: [aVisitDay({ date: on(2) }), aHalfPair({ date: on(3) }), aVisitDay({ date: on(4) })],
      checklist: [anItem(), anItem(), anItem(), anItem()],
    };
    expect(explain(facts, [...twoSeen, aDay(3, { afternoon: [] })])).toBe(
      '本周应下村3天，实际2天（周二蒋寨村、周四白竹村；周三只有上午打卡08:41），清单4项全部按时，计1次，扣发100元。',
    );
  });

  it('tells a met week', () => {
    expect(explain(twoDays, twoSeen)).toBe(
      '本周应下村2天，实际2天（周二蒋寨村、周四白竹村），本周无清单，本周完成。',
    );
  });

  it('tells a week in which nothing was seen', () => {
    expect(explain({ checklist: [aLateItem(), anItem()] })).toBe(
      '本周应下村2天，实际0天，清单2项，1项未按时完成，计1次，扣发100元。',
    );
  });

  it('tells leave only as fewer workdays, never its kind', () => {
    const facts = { ...leave(1, 2, 3, 4), visitDays: [aVisitDay({ date: on(5) })], cadre: resident };
    expect(explain(facts, [aDay(5)])).toBe(
      '本周应下村1天，实际1天（周五蒋寨村），可考核工作日1天（全周5天，准假、公差等4天），本周无清单，本周完成。',
    );
  });

  it('tells a joiner how many workdays are theirs', () => {
    const cadre = aCadre({ category: 'resident', managedFrom: on(4) });
    expect(explain({ cadre, visitDays: [aVisitDay({ date: on(4) })] }, [aDay(4)])).toBe(
      '本周应下村2天，实际1天（周四蒋寨村），可考核工作日2天（全周5天，管理期内2天），本周无清单，计1次，扣发100元。',
    );
  });

  it('tells a joiner on leave both', () => {
    const facts = { ...leave(5), cadre: aCadre({ managedFrom: on(4) }) };
    expect(explain(facts)).toContain('可考核工作日1天（全周5天，管理期内2天，准假、公差等1天）');
  });
});

describe('a date that counts reads', () => {
  it('both villages of a day in two', () => {
    const days = [aDay(2, { villageNames: ['蒋寨村', '白竹村'] }), aDay(4)];
    expect(explain(twoDays, days)).toContain('（周二蒋寨村和白竹村、周四蒋寨村）');
  });

  it('half a day where these count, and the sum of them', () => {
    const half = aHalfPair({ date: on(2), proofs: proofsAt('V03', null) });
    const facts = { visitDays: [half, aVisitDay({ date: on(4) })] };
    expect(explain(facts, twoSeen, { visitDay: { ...whole, unit: 'half-days' } })).toBe(
      '本周应下村2天，实际1.5天（周二蒋寨村半天、周四白竹村），本周无清单，计1次，扣发100元。',
    );
  });

  it('a correction as such', () => {
    const facts = { visitDays: [aCorrectedDay(), aVisitDay({ date: on(4) })] };
    expect(explain(facts, twoSeen)).toBe(
      '本周应下村2天，实际2天（周二蒋寨村（含补卡）、周四白竹村），本周无清单，本周完成。',
    );
  });

  it('an enterprise visit, duty and a credited errand by what they are', () => {
    const facts = { enterpriseVisits: enterpriseOn(1), emergencyDuty: [on(3)], errands: [on(5)] };
    expect(explain(facts, [], { errands: 'credited' })).toBe(
      '本周应下村2天，实际3天（周一走访企业、周三应急值守（视同下村）、周五公差（视同下村）），本周无清单，本周完成。',
    );
  });

  it.each([1, 2, 3, 4, 5, 6, 7])('weekday %i by its name', (weekday) => {
    const name = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'][weekday - 1];
    expect(explain({ enterpriseVisits: enterpriseOn(weekday) })).toContain(`（${name}走访企业）`);
  });
});

describe('a date that does not count says why', () => {
  const half = (change: Partial<ExplainedDay>): string =>
    explain({ visitDays: [aHalfPair({ date: on(1) })] }, [aDay(1, change)]);

  it('with every punch of the half that is there', () => {
    expect(half({ morning: ['08:30', '11:59'], afternoon: [] })).toContain(
      '（周一只有上午打卡08:30、11:59）',
    );
    expect(half({ morning: [], afternoon: ['12:00'] })).toContain('（周一只有下午打卡12:00）');
  });

  it('with a correction where that is all there is', () => {
    expect(half({ morning: [], afternoon: [] })).toContain('（周一只有半天补卡）');
    expect(explain({ visitDays: [aHalfPair({ date: on(1) })] })).toContain('（周一只有半天补卡）');
  });

  it('with the punches beside it that proved nothing', () => {
    expect(half({ afternoon: [], suspect: 1 })).toContain('（周一只有上午打卡08:41，另有1条打卡时间存疑）');
    expect(half({ afternoon: [], outside: ['12:30', '12:40'] })).toContain(
      '（周一只有上午打卡08:41，另有打卡12:30、12:40不在规定时段）',
    );
  });

  it('when both halves were at different villages', () => {
    const facts = { visitDays: [aHalfPair({ date: on(1), proofs: proofsAt('V03', 'V05') })] };
    const seen = [aDay(1, { villageNames: ['蒋寨村', '白竹村'], suspect: 2 })];
    expect(explain(facts, seen, { visitDay: { ...whole, pairing: 'same-village' } })).toContain(
      '（周一上午、下午不在同一村（蒋寨村和白竹村），另有2条打卡时间存疑）',
    );
  });

  it('when a resident cadre was not in the own village', () => {
    expect(
      explain({ cadre: resident, visitDays: [aVisitDay()] }, [aDay(2)], { residentPlace: 'home-village' }),
    ).toBe(
      '本周应下村3天，实际0天（周二在蒋寨村，未在驻点村满上下午，不计），本周无清单，计1次，扣发100元。',
    );
  });

  it('when its punches lay outside the windows', () => {
    const visitDays = [aHalfPair({ date: on(1), proofs: [], outside: ['1-1'] })];
    const seen = [aDay(1, { morning: [], afternoon: [], outside: ['12:40'], villageNames: [] })];
    expect(explain({ visitDays }, seen)).toContain('（周一打卡12:40不在规定时段，不计）');
  });

  it('when nobody has decided on its punches', () => {
    const seen = [aDay(2, { morning: [], afternoon: [], suspect: 2, villageNames: [] })];
    expect(explain({ visitDays: [aSuspectDay({ suspect: ['1-8', '1-9'] })] }, seen)).toBe(
      '本周应下村2天，实际0天（周二有2条打卡时间存疑），本周无清单，暂不评定（2条存疑打卡待审核）。',
    );
  });

  it('when enterprise visits, days off or the time before the managed period do not count', () => {
    const facts = {
      cadre: aCadre({ managedFrom: on(2) }),
      visitDays: [aVisitDay({ date: on(1) }), aVisitDay({ date: on(6) })],
      enterpriseVisits: enterpriseOn(3),
    };
    const settings = { enterpriseVisits: 'does-not-count', daysOff: 'workdays-only' } as const;
    expect(explain(facts, [aDay(1), aDay(6)], settings)).toContain(
      '（周一不在管理期内，不计；周三走访企业，按规定不计；周六是休息日，按规定不计）',
    );
  });
});

describe('the checklist in the sentence', () => {
  it('says when there is none, when it is done, and how much of it is not', () => {
    expect(explain(twoDays)).toContain('，本周无清单，');
    expect(explain({ ...twoDays, checklist: [anItem()] })).toContain('，清单1项全部按时，');
    expect(explain({ ...twoDays, checklist: [anItem(), aLateItem(), aLateItem()] })).toContain(
      '，清单3项，2项未按时完成，计1次',
    );
  });

  it('says how much is done while the rest is not due', () => {
    const checklist = [anItem(), aLateItem({ dueAt: DUE.add({ hours: 48 }) })];
    expect(explain({ ...twoDays, checklist })).toBe(
      '本周应下村2天，实际2天（周二、周四），清单2项，已完成1项，暂不评定（清单1项尚未到期）。',
    );
  });

  it('says that a visit claimed is not proved, be it marked or missing', () => {
    const facts = { ...twoDays, checklist: [anItem(), anItem({ villageCode: 'V09' })] };
    expect(explain(facts)).toContain('，清单2项全部按时，1项所报下村没有打卡佐证，本周完成。');
    expect(explain(facts, [], { unsupportedItem: 'counts-as-missing' })).toContain(
      '，清单2项，1项未按时完成，1项所报下村没有打卡佐证，计1次，扣发100元。',
    );
  });
});

describe('the outcome in the sentence', () => {
  it('is misses and yuan', () => {
    const facts = { checklist: [aLateItem()] };
    expect(explain(facts, [], { charge: 'per-item-and-day' })).toContain('，计3次，扣发300元。');
    expect(explain({}, [], { unitFen: 5_050 })).toContain('，计1次，扣发50.5元。');
  });

  it('says 不扣发 where a miss costs nothing', () => {
    expect(explain({ cadre: aCadre({ identity: 'contract' }) })).toContain('，计1次，不扣发。');
  });

  it('says why a week is exempt', () => {
    expect(explain(leave(1, 2, 3, 4, 5))).toBe(
      '本周应下村0天，实际0天，可考核工作日0天（全周5天，准假、公差等5天），本周无清单，工作日均已准假或另有公务，免考。',
    );
    expect(explain({ week: IsoWeek.parse('2026-W08') })).toBe(
      '本周应下村0天，实际0天，本周无清单，本周没有工作日，免考。',
    );
    expect(explain({ cadre: aCadre({ managedFrom: on(6) }) })).toContain('，管理期内没有工作日，免考。');
  });

  it('names the year whose holiday notice is missing', () => {
    expect(explain({ week: IsoWeek.parse('2026-W53') })).toBe(
      '本周应下村2天，实际0天，本周无清单，暂不评定（2027年节假日安排未录入）。',
    );
  });
});

describe('a week without proof', () => {
  const undetermined = judgeOrRefuse(
    someFacts({ coverage: [aClock({ coveredUntil: null })], doubtfulPunches: 2 }),
    aPolicy(),
    calendar,
  );
  const waiting = (...clocks: [string | null, string | null][]): string =>
    say({
      ...undetermined,
      waivedFor: null,
      waitingFor: clocks.map(([villageName, coveredUntil], index) => ({
        clockId: index + 7,
        villageCode: null,
        villageName,
        coveredUntil,
      })),
    });

  it('names the clock, how far it was read, and everything else it waits for', () => {
    expect(waiting(['白竹村', '2026-10-21T18:00:59'])).toBe(
      '本周应下村2天，实际0天，本周无清单，暂不评定（白竹村打卡机只采集到10月21日18:00；2条存疑打卡待审核）。',
    );
  });

  it('says when a clock was never read, and names one that stands nowhere by its number', () => {
    expect(waiting(['白竹村', null])).toContain('（白竹村打卡机尚未采集；');
    expect(waiting([null, null])).toContain('（7号打卡机尚未采集；');
  });

  it('names three clocks at most', () => {
    const four = [null, null, null, null].map((): [null, null] => [null, null]);
    expect(waiting(...four.slice(1))).toContain(
      '（7号打卡机尚未采集、8号打卡机尚未采集、9号打卡机尚未采集；',
    );
    expect(waiting(...four)).toContain('、9号打卡机尚未采集等4台；');
  });

  it('says when there is no clock at all', () => {
    expect(waiting()).toContain('（本周没有可采集的打卡机；');
  });

  it('refuses to call a failure a doubt', () => {
    for (const reason of [
      { code: 'SHORT_DAYS', have: 0, need: 2 },
      { code: 'LIST_LATE', items: 2, onTime: 1 },
    ] as const) {
      const week = { ...undetermined, waitingFor: [], waivedFor: null, reasons: [reason] };
      expect(() => explainWeek(week, [])).toThrow(`${reason.code} is no doubt`);
    }
  });
});

it('a week that people decided not to charge says so, and not the amount', () => {
  const missed = judgeOrRefuse(someFacts({ visitDays: [] }), aPolicy(), calendar);
  expect(missed.verdict).toBe('missed');
  const sentence = say({ ...missed, waitingFor: [], waivedFor: '有签到簿' });
  expect(sentence).toContain('，计1次，经复核不扣发。');
});
