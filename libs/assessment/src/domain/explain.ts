import type { Temporal } from 'temporal-polyfill';
import type { WeekAssessment } from './verdict.js';

/** One date as a sentence needs it. */
export interface ExplainedDay {
  readonly date: Temporal.PlainDate;
  readonly credited: boolean;
  /** Times of day, `08:41`, of the punches that count. */
  readonly morning: readonly string[];
  readonly afternoon: readonly string[];
  readonly suspect: number;
  readonly villageNames: readonly string[];
}

const WEEKDAYS = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'] as const;

/**
 * Says in one Chinese sentence why the week was judged as it was:
 * “本周应下村3天，实际2天（周二蒋寨村、周四白竹村；周三只有上午打卡08:41），清单4项全部按时，计1次，扣发100元。”
 */
export function explainWeek(assessment: WeekAssessment, days: readonly ExplainedDay[]): string {
  return `${[visits(assessment, days), checklist(assessment), outcome(assessment)].join('，')}。`;
}

function visits({ quota, visitDays }: WeekAssessment, days: readonly ExplainedDay[]): string {
  const visited = days
    .filter((day) => day.credited)
    .map((day) => `${weekday(day)}${day.villageNames.join('、')}`)
    .join('、');
  const half = days
    .filter((day) => !day.credited)
    .map(incomplete)
    .join('，');
  const detail = [visited, half].filter((text) => text !== '').join('；');
  return `本周应下村${quota}天，实际${visitDays}天${detail === '' ? '' : `（${detail}）`}`;
}

function incomplete(day: ExplainedDay): string {
  if (day.morning.length > 0 && day.afternoon.length > 0) {
    return `${weekday(day)}上午、下午打卡不在同一村（${day.villageNames.join('、')}）`;
  }
  if (day.morning.length > 0) return `${weekday(day)}只有上午打卡${day.morning.join('、')}`;
  if (day.afternoon.length > 0) return `${weekday(day)}只有下午打卡${day.afternoon.join('、')}`;
  return `${weekday(day)}有${day.suspect}条打卡时间存疑`;
}

function weekday({ date }: ExplainedDay): string {
  return WEEKDAYS[date.dayOfWeek - 1] ?? '';
}

function checklist({ checklist: { items, onTime } }: WeekAssessment): string {
  if (items === 0) return '本周无清单';
  return onTime === items ? `清单${items}项全部按时` : `清单${items}项，${items - onTime}项未按时`;
}

function outcome({ verdict, misses, deductionFen, reasons }: WeekAssessment): string {
  switch (verdict) {
    case 'met':
      return '本周完成';
    case 'exempt':
      return '无可考核工作日，免考';
    case 'missed':
      return deductionFen === 0 ? `计${misses}次，不扣发` : `计${misses}次，扣发${deductionFen / 100}元`;
    case 'undetermined':
      return `暂不评定（${reasons.map(doubt).join('；')}）`;
  }
}

function doubt(reason: WeekAssessment['reasons'][number]): string {
  switch (reason.code) {
    case 'COVERAGE_MISSING':
      return '还有打卡机未采集到周末';
    case 'REVIEW_MISSING':
      return `${reason.punches}条存疑打卡待审核`;
    case 'CALENDAR.NOTICE_MISSING':
      return `${reason.year}年节假日安排未录入`;
    case 'SHORT_DAYS':
    case 'LIST_LATE':
      throw new Error(`${reason.code} is no doubt`);
  }
}
