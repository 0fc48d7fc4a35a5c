import type { Temporal } from 'temporal-polyfill';
import type {
  DayKind,
  DayMark,
  ReasonFact,
  Verdict,
  VillageFacts,
  WeeklySummaryFacts,
} from './weekly-summary.facts.js';
import type { SummaryTotals } from './weekly-summary.totals.js';

/** The letters a day cell may carry. 假 stands for every kind of leave: which kind is never published. */
export const MARKS = {
  full: '√',
  half: '△',
  enterprise: '企',
  errand: '公',
  training: '会',
  meeting: '会',
  leave: '假',
  emergency: '防',
  correction: '补',
  dayOff: '休',
  makeupWorkday: '班',
  undetermined: '?',
  notManaged: '—',
} as const satisfies Record<DayMark, string> & Record<string, string>;

/** Explains every mark of {@link MARKS}. */
export const LEGEND_LINE =
  '符号：√或起止时间 上下午均有打卡　△ 缺一卡　（ ） 有卡不计天　企 企业走访　公 公差　会 会议培训　假 准假　' +
  '防 应急值守　补 补卡　休 休息日、节假日　班 调休上班　? 待定　— 不在管理期';

export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  met: '是',
  missed: '否',
  exempt: '免考',
  undetermined: '待定',
};

/** A missed week that people decided not to count, after an objection or a review. */
export const WAIVED_WORDS = '经复核不计';

export const CATEGORY_WORDS: Readonly<Record<'organ' | 'resident', string>> = {
  organ: '机关',
  resident: '驻村',
};

export const WEEKDAY_WORDS = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'] as const;

export const SIGNATURES = ['制表人', '审核人', '分管领导'] as const;

/** What the reader has to know: what 待定 means, where money is decided, and that objections are open. */
export const NOTES_LINE =
  '说明：结果为“待定”的，待所列打卡机补采数据（或复核、录入完成）后重新判定，判定前不计次、不扣发；' +
  '扣发金额以月度审批为准；本人对本表有异议的，可自本表发布之日起提出。';

const NAMED_IN_A_CELL = 3;

/**
 * `蒋寨村` → `蒋寨`, `城东社区` → `城东`; a name that would be left with one character (`新村`) stays whole.
 */
export function shortVillageName(name: string): string {
  const short = name.replace(/(?:村|社区)$/u, '');
  return [...short].length >= 2 ? short : name;
}

/** One finding in the words of the 情形 column; `waitingFor` names the villages whose clocks are not read. */
export function reasonWords(reason: ReasonFact, waitingFor: readonly string[]): string {
  switch (reason.code) {
    case 'SHORT_DAYS':
      return `缺${round(reason.need - reason.have)}天`;
    case 'LIST_LATE':
      return reason.items === 0 ? '未报工作清单' : `清单${reason.items - reason.onTime}项未按时`;
    case 'COVERAGE_MISSING':
      return waitingFor.length === 0 ? '打卡数据未采集完' : `未采集：${someNames(waitingFor)}`;
    case 'CALENDAR.NOTICE_MISSING':
      return `${reason.year}年节假日安排未录入`;
    case 'REVIEW_MISSING':
      return `${reason.punches}条存疑打卡待复核`;
    case 'LIST_OPEN':
      return `清单${reason.items}项未到期`;
  }
}

/** All findings of a cadre-week, `缺1天；清单2项未按时`; empty when there are none. */
export function reasonsWords(reasons: readonly ReasonFact[], waitingFor: readonly string[]): string {
  return reasons.map((reason) => reasonWords(reason, waitingFor)).join('；');
}

/** `2026-W43` → `2026年第43周`. Throws RangeError for anything else. */
export function weekWords(week: string): string {
  const [, year, number] = /^(\d{4})-W(\d{2})$/.exec(week) ?? [];
  if (year === undefined || number === undefined) throw new RangeError(`not an ISO week: ${week}`);
  return `${year}年第${Number(number)}周`;
}

export function titleWords(townshipName: string, week: string): string {
  return `${townshipName}机关干部下村打卡周汇总表（${weekWords(week)}）`;
}

export function villageTitleWords(townshipName: string, week: string): string {
  return `${townshipName}各村打卡及采集情况表（${weekWords(week)}）`;
}

/** `2026年10月19日`. */
function longDate(date: Temporal.PlainDate): string {
  return `${date.year}年${shortDate(date)}`;
}

/** `10月19日`. */
function shortDate(date: Temporal.PlainDate | Temporal.PlainDateTime): string {
  return `${date.month}月${date.day}日`;
}

/** `2026年10月19日至10月25日`; the year is repeated when the week crosses it. */
export function periodWords(from: Temporal.PlainDate, until: Temporal.PlainDate): string {
  return `${longDate(from)}至${from.year === until.year ? shortDate(until) : longDate(until)}`;
}

/** `10月23日18:05`, to the minute. */
export function momentWords(at: Temporal.PlainDateTime): string {
  return `${shortDate(at)}${String(at.hour).padStart(2, '0')}:${String(at.minute).padStart(2, '0')}`;
}

/** The date under a weekday's heading; only what departs from the usual week is named: `10月1日 休`. */
export function dayHeadWords(date: Temporal.PlainDate, kind: DayKind): string {
  if (kind === 'holiday') return `${shortDate(date)} ${MARKS.dayOff}`;
  if (kind === 'makeup-workday') return `${shortDate(date)} ${MARKS.makeupWorkday}`;
  return shortDate(date);
}

/** The state of a village's clocks with how far they have been read: `未采集，数据截至10月23日18:05`. */
export function collectionWords(village: Pick<VillageFacts, 'state' | 'coveredUntil'>): string {
  if (village.state === 'read') return '已采集';
  const state = village.state === 'faulty' ? '设备故障' : '未采集';
  const until = village.coveredUntil === null ? '尚无数据' : `数据截至${momentWords(village.coveredUntil)}`;
  return `${state}，${until}`;
}

/** Every village whose clocks are not collected or faulty, or the plain statement that there is none. */
export function uncollectedLine(villages: readonly VillageFacts[]): string {
  const lacking = villages.filter((village) => village.state !== 'read');
  const named = lacking.map((village) => `${village.villageName}（${collectionWords(village)}）`).join('；');
  return `未采集或故障设备：${named === '' ? '无' : named}。`;
}

/** Line 2 of the form. */
export function subtitleWords(line: {
  readonly period: string;
  readonly workdays: number;
  readonly issuingUnit: string;
  readonly issuedOn: Temporal.PlainDate;
}): string {
  return [
    `统计周期：${line.period}`,
    `工作日：${line.workdays}天`,
    `汇总单位：${line.issuingUnit}`,
    `汇总日期：${longDate(line.issuedOn)}`,
  ].join('　　');
}

/** The foot's figures: persons (人), occurrences (人次) and yuan are three different numbers. */
export function totalsWords(totals: SummaryTotals): string {
  return [
    `汇总：考核${totals.people}人`,
    `完成${totals.met}人`,
    `未完成${totals.missed}人（${totals.misses}人次）`,
    ...(totals.waived === undefined ? [] : [`${WAIVED_WORDS}${totals.waived}人`]),
    `免考${totals.exempt}人`,
    `待定${totals.undetermined}人`,
    `扣发金额合计${yuanWords(totals.deductionFen)}元。`,
  ].join('，');
}

/** What the week was judged by, and who answers for it. */
export function policyWords(policy: WeeklySummaryFacts['policy']): string {
  const approver = policy.approver === null ? '未登记批准人' : `批准人：${policy.approver}`;
  return `考核依据：${policy.clause}（考核规则第${policy.version}版，${approver}）。`;
}

export function sealWords(seal: WeeklySummaryFacts['ledgerSeal']): string {
  return seal === null ? '数据封印：本表印制时尚未生成。' : `数据封印（${longDate(seal.date)}）：${seal.hex}`;
}

/** Integer fen as yuan with two decimals: 40050 → `400.50`. */
export function yuanWords(fen: number): string {
  const sign = fen < 0 ? '-' : '';
  const cents = String(Math.abs(fen)).padStart(3, '0');
  return `${sign}${cents.slice(0, -2)}.${cents.slice(-2)}`;
}

/** Pro-rata quotas leave fractions a binary number cannot hold; paper shows at most two decimals. */
function round(days: number): number {
  return Math.round(days * 100) / 100;
}

function someNames(names: readonly string[]): string {
  const named = names.slice(0, NAMED_IN_A_CELL).join('、');
  return names.length > NAMED_IN_A_CELL ? `${named}等${names.length}处` : named;
}
