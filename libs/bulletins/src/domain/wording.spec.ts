import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { aVillage } from '../testing/summary.factory.js';
import * as wording from './wording.js';

const date = (iso: string): Temporal.PlainDate => Temporal.PlainDate.from(iso);
const moment = (iso: string): Temporal.PlainDateTime => Temporal.PlainDateTime.from(iso);

describe('情形', () => {
  it('says how many days are missing, halves included', () => {
    expect(wording.reasonWords({ code: 'SHORT_DAYS', have: 1, need: 2 }, [])).toBe('缺1天');
    expect(wording.reasonWords({ code: 'SHORT_DAYS', have: 1.5, need: 3 }, [])).toBe('缺1.5天');
  });

  it('shows a pro-rata quota without binary dust', () => {
    expect(wording.reasonWords({ code: 'SHORT_DAYS', have: 1, need: 1.2 }, [])).toBe('缺0.2天');
  });

  it('counts the late items, not the items', () => {
    expect(wording.reasonWords({ code: 'LIST_LATE', items: 5, onTime: 3 }, [])).toBe('清单2项未按时');
  });

  it('says that no checklist was handed in when there is none', () => {
    expect(wording.reasonWords({ code: 'LIST_LATE', items: 0, onTime: 0 }, [])).toBe('未报工作清单');
  });

  it('names up to three villages that are waited for, then their number', () => {
    const words = (...villages: string[]): string =>
      wording.reasonWords({ code: 'COVERAGE_MISSING' }, villages);
    expect(words('白竹村')).toBe('未采集：白竹村');
    expect(words('白竹村', '甘鲁村', '泉湖村')).toBe('未采集：白竹村、甘鲁村、泉湖村');
    expect(words('白竹村', '甘鲁村', '泉湖村', '河背村', '小泉村')).toBe(
      '未采集：白竹村、甘鲁村、泉湖村等5处',
    );
    expect(words()).toBe('打卡数据未采集完');
  });

  it('says which year lacks its holiday notice', () => {
    expect(wording.reasonWords({ code: 'CALENDAR.NOTICE_MISSING', year: 2027 }, [])).toBe(
      '2027年节假日安排未录入',
    );
  });

  it('says how many suspect punches wait for review', () => {
    expect(wording.reasonWords({ code: 'REVIEW_MISSING', punches: 2 }, [])).toBe('2条存疑打卡待复核');
  });

  it('lists several findings in their order', () => {
    const reasons = [
      { code: 'SHORT_DAYS', have: 1, need: 2 },
      { code: 'LIST_LATE', items: 3, onTime: 1 },
    ] as const;
    expect(wording.reasonsWords(reasons, [])).toBe('缺1天；清单2项未按时');
    expect(wording.reasonsWords([], [])).toBe('');
  });
});

describe('names and dates', () => {
  it('drops 村 and 社区, but never leaves a single character', () => {
    expect(['蒋寨村', '城东社区', '新村', '茶场', '村'].map(wording.shortVillageName)).toEqual([
      '蒋寨',
      '城东',
      '新村',
      '茶场',
      '村',
    ]);
  });

  it('writes a week without a leading zero and refuses anything else', () => {
    expect(wording.weekWords('2026-W43')).toBe('2026年第43周');
    expect(wording.weekWords('2026-W01')).toBe('2026年第1周');
    expect(() => wording.weekWords('2026-10')).toThrow(RangeError);
  });

  it('repeats the year only when the week crosses it', () => {
    expect(wording.periodWords(date('2026-10-19'), date('2026-10-25'))).toBe('2026年10月19日至10月25日');
    expect(wording.periodWords(date('2026-12-28'), date('2027-01-03'))).toBe('2026年12月28日至2027年1月3日');
  });

  it('marks holidays and make-up workdays in the heading of a day', () => {
    expect(wording.dayHeadWords(date('2026-10-01'), 'holiday')).toBe('10月1日 休');
    expect(wording.dayHeadWords(date('2026-10-10'), 'makeup-workday')).toBe('10月10日 班');
    expect(wording.dayHeadWords(date('2026-10-19'), 'workday')).toBe('10月19日');
    expect(wording.dayHeadWords(date('2026-10-24'), 'weekend')).toBe('10月24日');
  });
});

describe('the foot', () => {
  it('names clocks that are not collected or faulty, with how far they have been read', () => {
    const villages = [
      aVillage(),
      aVillage({ villageName: '白竹村', state: 'not-collected', coveredUntil: moment('2026-10-21T18:05') }),
      aVillage({ villageName: '甘鲁村', state: 'faulty', coveredUntil: null }),
    ];
    expect(wording.uncollectedLine(villages)).toBe(
      '未采集或故障设备：白竹村（未采集，数据截至10月21日18:05）；甘鲁村（设备故障，尚无数据）。',
    );
    expect(wording.uncollectedLine([aVillage()])).toBe('未采集或故障设备：无。');
  });

  it('says that an undetermined week is judged again, and costs nothing until then', () => {
    expect(wording.NOTES_LINE).toContain('“待定”');
    expect(wording.NOTES_LINE).toContain('重新判定');
    expect(wording.NOTES_LINE).toContain('判定前不计次、不扣发');
  });

  it('calls money 扣发, never 罚款', () => {
    expect(wording.NOTES_LINE).toContain('扣发');
    expect(wording.NOTES_LINE).not.toContain('罚');
  });

  it('prints the seal with its date, or says that there is none yet', () => {
    expect(wording.sealWords({ hex: 'ab12', date: date('2026-10-26') })).toBe(
      '数据封印（2026年10月26日）：ab12',
    );
    expect(wording.sealWords(null)).toBe('数据封印：本表印制时尚未生成。');
  });

  it('writes integer fen as yuan with two decimals', () => {
    expect([0, 5, 10_000, 40_050, -10_000].map(wording.yuanWords)).toEqual([
      '0.00',
      '0.05',
      '100.00',
      '400.50',
      '-100.00',
    ]);
  });
});
