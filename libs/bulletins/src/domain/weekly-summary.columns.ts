import { WEEKDAY_WORDS } from './wording.js';

export const DAY_KEYS = ['day1', 'day2', 'day3', 'day4', 'day5', 'day6', 'day7'] as const;
export type DayKey = (typeof DAY_KEYS)[number];

/** The columns of the form from left to right, by the key under which a row holds its cell. */
export const SUMMARY_COLUMNS = [
  { key: 'index', title: '序号' },
  { key: 'name', title: '姓名' },
  { key: 'office', title: '所在办(站所)' },
  { key: 'category', title: '类别' },
  { key: 'homeVillage', title: '驻点村' },
  { key: 'quota', title: '应下村' },
  { key: 'day1', title: WEEKDAY_WORDS[0] },
  { key: 'day2', title: WEEKDAY_WORDS[1] },
  { key: 'day3', title: WEEKDAY_WORDS[2] },
  { key: 'day4', title: WEEKDAY_WORDS[3] },
  { key: 'day5', title: WEEKDAY_WORDS[4] },
  { key: 'day6', title: WEEKDAY_WORDS[5] },
  { key: 'day7', title: WEEKDAY_WORDS[6] },
  { key: 'villageDays', title: '村(天)' },
  { key: 'enterpriseDays', title: '企业(天)' },
  { key: 'creditedDays', title: '视同(天)' },
  { key: 'totalDays', title: '合计' },
  { key: 'excused', title: '准假/公差' },
  { key: 'checklistItems', title: '清单项' },
  { key: 'onTimeItems', title: '按时完成项' },
  { key: 'verdict', title: '是否完成' },
  { key: 'reasons', title: '情形' },
  { key: 'misses', title: '次数' },
  { key: 'amount', title: '金额' },
  { key: 'corrections', title: '补卡' },
  { key: 'ownCheck', title: '本人核对' },
  { key: 'note', title: '备注' },
] as const satisfies readonly { key: string; title: string }[];

export type SummaryColumnKey = (typeof SUMMARY_COLUMNS)[number]['key'];
