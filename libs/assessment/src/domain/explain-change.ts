import type { Reason, Verdict, WeekAssessment } from './verdict.js';

const VERDICTS: Readonly<Record<Verdict, string>> = {
  met: '完成',
  missed: '未完成',
  exempt: '免考',
  undetermined: '待定',
};

/**
 * Says in Chinese what another rule makes of the same facts: `应下村2天→3天，完成→未完成（下村2天，应3天），扣发0元→100元`.
 * Empty when nothing that a person would notice differs.
 */
export function explainChange(before: WeekAssessment, after: WeekAssessment): string {
  const changes = [
    changed('应下村', before.quota, after.quota, '天'),
    changed('可考核工作日', before.availableWorkdays, after.availableWorkdays, '天'),
    changed('下村', before.visitDays, after.visitDays, '天'),
    changed('按时完成项', before.checklist.onTime, after.checklist.onTime, '项'),
    before.month === after.month ? '' : `归属${before.month}→${after.month}`,
    before.verdict === after.verdict
      ? ''
      : `${VERDICTS[before.verdict]}→${VERDICTS[after.verdict]}${why(after.reasons)}`,
    changed('计', before.misses, after.misses, '次'),
    changed('扣发', before.deductionFen / 100, after.deductionFen / 100, '元'),
  ];
  return changes.filter((change) => change !== '').join('，');
}

function changed(what: string, before: number, after: number, unit: string): string {
  return before === after ? '' : `${what}${before}→${after}${unit}`;
}

function why(reasons: readonly Reason[]): string {
  return reasons.length === 0 ? '' : `（${reasons.map(because).join('；')}）`;
}

function because(reason: Reason): string {
  switch (reason.code) {
    case 'SHORT_DAYS':
      return `下村${reason.have}天，应${reason.need}天`;
    case 'LIST_LATE':
      return `清单${reason.items}项，按时${reason.onTime}项`;
    case 'COVERAGE_MISSING':
      return '打卡机未采集到周末';
    case 'REVIEW_MISSING':
      return `${reason.punches}条存疑打卡待审核`;
    case 'LIST_OPEN':
      return `清单${reason.items}项尚未到期`;
    case 'CALENDAR.NOTICE_MISSING':
      return `${reason.year}年节假日安排未录入`;
  }
}
