import { describe, expect, it } from '@jest/globals';
import {
  aLateItem,
  anItem,
  aPolicy,
  aVisitDay,
  calendar,
  aCadre,
  on,
  someFacts,
  aHalfPair,
} from '../testing/week-facts.factory.js';
import { type ExplainedDay, explainWeek } from './explain.js';
import { judgeWeek } from './judge-week.js';
import type { WeekAssessment } from './verdict.js';

/** A full day in 蒋寨村 on Tuesday. */
function aDay(change: Partial<ExplainedDay> = {}): ExplainedDay {
  return {
    date: on(2),
    credited: true,
    morning: ['08:41'],
    afternoon: ['15:10'],
    suspect: 0,
    villageNames: ['蒋寨村'],
    ...change,
  };
}

const met: WeekAssessment = judgeWeek(
  someFacts({ visitDays: [aVisitDay({ date: on(2) }), aVisitDay({ date: on(4) })] }),
  aPolicy(),
  calendar,
);

/** Whatever it says, it is one sentence: one full stop, at the end. */
function explain(change: Partial<WeekAssessment>, days: readonly ExplainedDay[] = []): string {
  const sentence = explainWeek({ ...met, ...change }, days);
  expect(sentence.match(/。/g)).toHaveLength(1);
  expect(sentence.endsWith('。')).toBe(true);
  return sentence;
}

describe('the sentence a cadre reads', () => {
  it('tells a missed week from the quota down to the punch', () => {
    const facts = someFacts({
      cadre: aCadre({ category: 'resident' }),
      visitDays: [aVisitDay({ date: on(2) }), aHalfPair({ date: on(3) }), aVisitDay({ date: on(4) })],
      checklist: Array.from({ length: 4 }, () => anItem()),
    });
    const days = [
      aDay(),
      aDay({ date: on(3), credited: false, afternoon: [] }),
      aDay({ date: on(4), villageNames: ['白竹村'] }),
    ];
    expect(explainWeek(judgeWeek(facts, aPolicy(), calendar), days)).toBe(
      '本周应下村3天，实际2天（周二蒋寨村、周四白竹村；周三只有上午打卡08:41），清单4项全部按时，计1次，扣发100元。',
    );
  });

  it('tells a met week', () => {
    expect(explain({}, [aDay(), aDay({ date: on(4), villageNames: ['白竹村'] })])).toBe(
      '本周应下村2天，实际2天（周二蒋寨村、周四白竹村），本周无清单，本周完成。',
    );
  });

  it('names each village of a day', () => {
    expect(explain({}, [aDay({ date: on(7), villageNames: ['蒋寨村', '白竹村'] })])).toContain(
      '（周日蒋寨村、白竹村）',
    );
  });

  it('leaves the brackets out when there is nothing to tell', () => {
    expect(explain({ visitDays: 0, verdict: 'exempt', quota: 0 })).toBe(
      '本周应下村0天，实际0天，本周无清单，无可考核工作日，免考。',
    );
  });
});

describe('a date that does not count', () => {
  const half = (change: Partial<ExplainedDay>): string =>
    explain({}, [aDay({ date: on(1), credited: false, ...change })]);

  it('shows every punch of the half that is there', () => {
    expect(half({ morning: ['08:30', '11:59'], afternoon: [] })).toContain(
      '（周一只有上午打卡08:30、11:59）',
    );
    expect(half({ morning: [], afternoon: ['12:00'] })).toContain('（周一只有下午打卡12:00）');
  });

  it('says that both halves were at different villages, when that is why', () => {
    expect(half({ villageNames: ['蒋寨村', '白竹村'] })).toContain(
      '（周一上午、下午打卡不在同一村（蒋寨村、白竹村））',
    );
  });

  it('says how many punches are in doubt when there is nothing else', () => {
    expect(half({ morning: [], afternoon: [], suspect: 2 })).toContain('（周一有2条打卡时间存疑）');
  });
});

describe('the checklist in the sentence', () => {
  it.each([
    [0, 0, '本周无清单'],
    [4, 4, '清单4项全部按时'],
    [4, 1, '清单4项，3项未按时'],
  ])('of %i items with %i on time reads %s', (items, onTime, words) => {
    expect(explain({ checklist: { items, onTime } })).toContain(`，${words}，`);
  });

  it('is what the judge counted', () => {
    const facts = someFacts({ checklist: [anItem(), aLateItem()] });
    expect(explainWeek(judgeWeek(facts, aPolicy(), calendar), [])).toContain('清单2项，1项未按时');
  });
});

describe('the outcome in the sentence', () => {
  it('is misses and yuan', () => {
    expect(explain({ verdict: 'missed', misses: 3, deductionFen: 30_000 })).toContain('计3次，扣发300元。');
    expect(explain({ verdict: 'missed', misses: 1, deductionFen: 5_050 })).toContain('计1次，扣发50.5元。');
  });

  it('says 不扣发 where a miss costs nothing', () => {
    expect(explain({ verdict: 'missed', misses: 1, deductionFen: 0 })).toContain('计1次，不扣发。');
  });

  it('names every doubt of an undetermined week', () => {
    expect(
      explain({
        verdict: 'undetermined',
        reasons: [
          { code: 'COVERAGE_MISSING' },
          { code: 'REVIEW_MISSING', punches: 2 },
          { code: 'CALENDAR.NOTICE_MISSING', year: 2027 },
        ],
      }),
    ).toContain('暂不评定（还有打卡机未采集到周末；2条存疑打卡待审核；2027年节假日安排未录入）。');
  });

  it('never uses the word for a fine', () => {
    expect(explain({ verdict: 'missed', misses: 1, deductionFen: 10_000 })).not.toContain('罚');
  });

  it('refuses to call a failure a doubt', () => {
    const reasons = [{ code: 'SHORT_DAYS', have: 0, need: 2 }] as const;
    expect(() => explain({ verdict: 'undetermined', reasons })).toThrow('SHORT_DAYS');
  });
});
