import { describe, expect, it } from '@jest/globals';
import {
  aLateItem,
  aPolicy,
  aVisitDay,
  aClock,
  calendar,
  on,
  someFacts,
} from '../testing/week-facts.factory.js';
import { explainChange } from './explain-change.js';
import { judgeWeek } from './judge-week.js';
import type { Policy } from './policy.js';
import type { WeekAssessment } from './verdict.js';
import type { WeekFacts } from './week-facts.js';

const judged = (facts: Partial<WeekFacts>, policy: Partial<Policy> = {}): WeekAssessment =>
  judgeWeek(someFacts(facts), aPolicy(policy), calendar);
const days = [on(1), on(2)].map((date) => aVisitDay({ date }));

/** What a rule changes about the same facts. */
const change = (facts: Partial<WeekFacts>, after: Partial<Policy>): string =>
  explainChange(judged(facts), judged(facts, after));

describe('what another rule changes', () => {
  it('is nothing where every figure and the verdict stay, whatever the version', () => {
    expect(change({ visitDays: days }, { version: 9 })).toBe('');
  });

  it('names the quota, the verdict with its cause, the misses and the money', () => {
    expect(change({ visitDays: days }, { quota: { organ: 3, resident: 3 } })).toBe(
      '应下村2→3天，完成→未完成（下村2天，应3天），计0→1次，扣发0→100元',
    );
  });

  it('names no cause where the week is met afterwards', () => {
    expect(change({ visitDays: days.slice(1) }, { quota: { organ: 1, resident: 3 } })).toBe(
      '应下村2→1天，未完成→完成，计1→0次，扣发100→0元',
    );
  });

  it('names every cause', () => {
    const facts = { visitDays: days.slice(1), checklist: [aLateItem()] };
    const exempt = { ...judged(facts), verdict: 'exempt', reasons: [], misses: 0, deductionFen: 0 } as const;
    expect(explainChange(exempt, judged(facts))).toBe(
      '免考→未完成（下村1天，应2天；清单1项，按时0项），计0→1次，扣发0→100元',
    );
  });

  it('names days that stop counting, workdays, the month and the list', () => {
    expect(
      change({ visitDays: [on(1), on(6)].map((date) => aVisitDay({ date })) }, { daysOff: 'workdays-only' }),
    ).toBe('下村2→1天，完成→未完成（下村1天，应2天），计0→1次，扣发0→100元');
    expect(change({ visitDays: days, errands: [on(5)] }, { errands: 'credited' })).toBe(
      '可考核工作日4→5天，下村2→3天',
    );
    const before = judged({ visitDays: days });
    expect(explainChange(before, { ...before, month: '2026-11' })).toBe('归属2026-10→2026-11');
    expect(explainChange(before, { ...before, checklist: { items: 1, onTime: 1, unsupported: [] } })).toBe(
      '按时完成项0→1项',
    );
  });

  it('says why a week is left undecided', () => {
    const before = judged({ visitDays: days });
    const undecided = (reason: WeekAssessment['reasons'][number]): string =>
      explainChange(before, { ...before, verdict: 'undetermined', reasons: [reason] });
    expect(
      explainChange(judged({ visitDays: days }), judged({ coverage: [aClock({ coveredUntil: null })] })),
    ).toBe('下村2→0天，完成→待定（打卡机未采集到周末）');
    expect(undecided({ code: 'REVIEW_MISSING', punches: 2 })).toBe('完成→待定（2条存疑打卡待审核）');
    expect(undecided({ code: 'LIST_OPEN', items: 3 })).toBe('完成→待定（清单3项尚未到期）');
    expect(undecided({ code: 'CALENDAR.NOTICE_MISSING', year: 2027 })).toBe(
      '完成→待定（2027年节假日安排未录入）',
    );
  });
});
