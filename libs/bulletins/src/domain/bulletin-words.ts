import type { Adjustment, ChargedCadre, MonthTotals } from '@cunqin/settlement';
import { Temporal } from 'temporal-polyfill';
import { reasonsWords, WAIVED_WORDS } from './wording.js';

/** `2026-10` → `2026年10月`. */
export function monthWords(month: string): string {
  return `${month.slice(0, 4)}年${Number(month.slice(5, 7))}月`;
}

/** `2026-11-13` → `2026年11月13日`. */
export function dateWords(date: string): string {
  return `${monthWords(date)}${Number(date.slice(8))}日`;
}

/** `9月28日—10月4日`. */
export function spanWords(from: string, until: string): string {
  return [from, until].map((date) => `${Number(date.slice(5, 7))}月${Number(date.slice(8))}日`).join('—');
}

/**
 * Weeks as a column shows them: `第40、43周`; of another year than the first, with the year:
 * `2026年第53周、2027年第1周`.
 */
export function weeksWords(weeks: readonly string[]): string {
  const years = new Set(weeks.map((week) => week.slice(0, 4)));
  if (years.size <= 1) return `第${weeks.map(numberOf).join('、')}周`;
  return weeks.map((week) => `${week.slice(0, 4)}年第${numberOf(week)}周`).join('、');
}

function numberOf(week: string): number {
  return Number(week.slice(6));
}

/** What was missed in which week; weeks with the same finding share it: `第40、41周：缺2天；第43周：未报工作清单`. */
export function circumstanceWords(cadre: Pick<ChargedCadre, 'details'>): string {
  const byFinding = new Map<string, string[]>();
  for (const { week, reasons } of cadre.details) {
    const finding = reasonsWords(reasons, []);
    byFinding.set(finding, [...(byFinding.get(finding) ?? []), week]);
  }
  const findings = [...byFinding];
  if (findings.length === 1) return findings[0]?.[0] ?? '';
  return findings.map(([finding, weeks]) => `${weeksWords(weeks)}：${finding}`).join('；');
}

/** Why an earlier month is set right. What people wrote when they decided stays in the file: it may be private. */
export function rectificationWords({ cause, kind }: Pick<Adjustment, 'cause' | 'kind'>): string {
  return `${CAUSE_WORDS[cause]}，${kind === 'reversal' ? '冲回' : '追补'}`;
}

/** `，另有1人次经复核不计`: what is missing to met + missed = judged. Empty when nothing is. */
export function waivedClause({ waived = 0 }: Pick<MonthTotals, 'waived'>): string {
  return waived === 0 ? '' : `，另有${waived}人次${WAIVED_WORDS}`;
}

const CAUSE_WORDS: Readonly<Record<Adjustment['cause'], string>> = {
  REVIEW: '经复核更正',
  FACTS: '补充数据后重新判定',
  POLICY: '按考核规则重新判定',
  ROSTER: '管理名册更正',
  CEILING: '按规定重新核算',
};

/** The calendar date of an instant where the township is. */
export function dateAt(instant: string, timeZone: string): string {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}
