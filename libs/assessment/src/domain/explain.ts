import { Temporal } from 'temporal-polyfill';
import type { AssessmentView } from './assessment-view.js';
import { explainDates, type ExplainedDay } from './explain-dates.js';
import type { Reason } from './verdict.js';

/** A judged week with its unread clocks by name. */
export type ExplainedWeek = Omit<AssessmentView, 'cadreCode' | 'settled'>;

/** So many unread clocks are named; of more, how many there are. */
const NAMED_CLOCKS = 3;

/**
 * Says in one Chinese sentence why the week was judged as it was. The kind of leave is never named.
 * “本周应下村3天，实际2天（周二蒋寨村、周四白竹村；周三只有上午打卡08:41），清单4项全部按时，计1次，扣发100元。”
 *
 * @param days what was seen on which date; dates on which nothing was may be missing
 */
export function explainWeek(week: ExplainedWeek, days: readonly ExplainedDay[]): string {
  const parts = [visits(week, days), workdays(week), checklist(week), outcome(week)];
  return `${parts.filter((part) => part !== '').join('，')}。`;
}

function visits(week: ExplainedWeek, days: readonly ExplainedDay[]): string {
  const dates = explainDates(week, days);
  return `本周应下村${week.quota}天，实际${week.visitDays}天${dates === '' ? '' : `（${dates}）`}`;
}

/** Where fewer workdays were available than the week has: `可考核工作日1天（全周5天，准假、公差等4天）`. */
function workdays({ workdays: { inWeek, managed, excused }, availableWorkdays }: ExplainedWeek): string {
  if (availableWorkdays === inWeek) return '';
  const parts = [`全周${inWeek}天`];
  if (managed < inWeek) parts.push(`管理期内${managed}天`);
  if (excused > 0) parts.push(`准假、公差等${excused}天`);
  return `可考核工作日${availableWorkdays}天（${parts.join('，')}）`;
}

function checklist({ checklist: { items, onTime, unsupported }, openUntil }: ExplainedWeek): string {
  if (items === 0) return '本周无清单';
  const done =
    onTime === items
      ? `清单${items}项全部按时`
      : openUntil === null
        ? `清单${items}项，${items - onTime}项未按时完成`
        : `清单${items}项，已完成${onTime}项`;
  return unsupported.length === 0 ? done : `${done}，${unsupported.length}项所报下村没有打卡佐证`;
}

function outcome(week: ExplainedWeek): string {
  const { verdict, misses, deductionFen } = week;
  switch (verdict) {
    case 'met':
      return '本周完成';
    case 'exempt':
      return `${whyExempt(week)}，免考`;
    case 'missed':
      if (week.waivedFor !== null) return `计${misses}次，经复核不扣发`;
      return deductionFen === 0 ? `计${misses}次，不扣发` : `计${misses}次，扣发${deductionFen / 100}元`;
    case 'undetermined':
      return `暂不评定（${week.reasons.map((reason) => doubt(reason, week)).join('；')}）`;
  }
}

function whyExempt({ workdays: { inWeek, managed } }: ExplainedWeek): string {
  if (inWeek === 0) return '本周没有工作日';
  return managed === 0 ? '管理期内没有工作日' : '工作日均已准假或另有公务';
}

function doubt(reason: Reason, week: ExplainedWeek): string {
  switch (reason.code) {
    case 'COVERAGE_MISSING':
      return unreadClocks(week.waitingFor);
    case 'REVIEW_MISSING':
      return `${reason.punches}条存疑打卡待审核`;
    case 'LIST_OPEN':
      return `清单${reason.items}项尚未到期`;
    case 'CALENDAR.NOTICE_MISSING':
      return `${reason.year}年节假日安排未录入`;
    case 'SHORT_DAYS':
    case 'LIST_LATE':
      throw new Error(`${reason.code} is no doubt`);
  }
}

/** `白竹村打卡机只采集到10月21日18:00`. */
function unreadClocks(waitingFor: ExplainedWeek['waitingFor']): string {
  if (waitingFor.length === 0) return '本周没有可采集的打卡机';
  const named = waitingFor
    .slice(0, NAMED_CLOCKS)
    .map(({ clockId, villageName, coveredUntil }) => {
      const clock = `${villageName ?? `${clockId}号`}打卡机`;
      return coveredUntil === null ? `${clock}尚未采集` : `${clock}只采集到${moment(coveredUntil)}`;
    })
    .join('、');
  return waitingFor.length > NAMED_CLOCKS ? `${named}等${waitingFor.length}台` : named;
}

/** `10月21日18:00`, to the minute. */
function moment(local: string): string {
  const at = Temporal.PlainDateTime.from(local);
  return `${at.month}月${at.day}日${at.toPlainTime().toString({ smallestUnit: 'minute' })}`;
}
