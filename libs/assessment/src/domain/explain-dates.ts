import { Temporal } from 'temporal-polyfill';
import type { CountedDate, UncountedDate, WeekAssessment } from './verdict.js';

/** What was seen on one date, in the names and times of day that a sentence needs: `蒋寨村`, `08:41`. */
export interface ExplainedDay {
  readonly date: Temporal.PlainDate;
  readonly morning: readonly string[];
  readonly afternoon: readonly string[];
  /** Punches outside the fixed windows of the policy. */
  readonly outside: readonly string[];
  /** How many punches nobody has decided on. */
  readonly suspect: number;
  readonly villageNames: readonly string[];
}

const WEEKDAYS = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'] as const;

/**
 * The dates of a week in words, those that count first: `周二蒋寨村、周四白竹村；周三只有上午打卡08:41`. Empty when
 * nothing was seen.
 */
export function explainDates(
  { countedDates, uncountedDates }: Pick<WeekAssessment, 'countedDates' | 'uncountedDates'>,
  days: readonly ExplainedDay[],
): string {
  const seenOn = (date: string): ExplainedDay | undefined => days.find((day) => day.date.toString() === date);
  const counted = countedDates.map((date) => weekday(date) + counting(date, seenOn(date.date))).join('、');
  const uncounted = uncountedDates.map((date) => weekday(date) + hindering(date, seenOn(date.date)));
  return [counted, ...uncounted].filter((text) => text !== '').join('；');
}

function weekday({ date }: { readonly date: string }): string {
  return WEEKDAYS[Temporal.PlainDate.from(date).dayOfWeek - 1] ?? '';
}

function counting({ as, weight, corrected }: CountedDate, seen: ExplainedDay | undefined): string {
  switch (as) {
    case 'village':
      return `${villages(seen)}${weight < 1 ? '半天' : ''}${corrected ? '（含补卡）' : ''}`;
    case 'enterprise':
      return '走访企业';
    case 'duty':
      return '应急值守（视同下村）';
    case 'errand':
      return '公差（视同下村）';
  }
}

function hindering({ why }: UncountedDate, seen: ExplainedDay | undefined): string {
  switch (why) {
    case 'half-pair':
      return `${lonelyHalf(seen)}${besides(seen)}`;
    case 'different-villages':
      return `上午、下午不在同一村（${villages(seen)}）${besides(seen)}`;
    case 'other-village':
      return `在${villages(seen)}，未在驻点村满上下午，不计${besides(seen)}`;
    case 'outside-windows':
      return `打卡${times(seen?.outside)}不在规定时段，不计`;
    case 'suspect':
      return `有${seen?.suspect ?? 0}条打卡时间存疑`;
    case 'enterprise':
      return '走访企业，按规定不计';
    case 'day-off':
      return '是休息日，按规定不计';
    case 'not-managed':
      return '不在管理期内，不计';
  }
}

/** A half without a punch of its own was proved by a correction. */
function lonelyHalf(seen: ExplainedDay | undefined): string {
  if (seen && seen.morning.length > 0) return `只有上午打卡${times(seen.morning)}`;
  if (seen && seen.afternoon.length > 0) return `只有下午打卡${times(seen.afternoon)}`;
  return '只有半天补卡';
}

/** Punches of the date that proved nothing. */
function besides(seen: ExplainedDay | undefined): string {
  const outside = times(seen?.outside);
  const suspect = seen?.suspect ?? 0;
  return `${outside === '' ? '' : `，另有打卡${outside}不在规定时段`}${
    suspect === 0 ? '' : `，另有${suspect}条打卡时间存疑`
  }`;
}

function villages(seen: ExplainedDay | undefined): string {
  return seen?.villageNames.join('和') ?? '';
}

function times(of: readonly string[] | undefined): string {
  return of?.join('、') ?? '';
}
