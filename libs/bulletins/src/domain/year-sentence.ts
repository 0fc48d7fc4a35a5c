import type { YearFigures } from '@cunqin/settlement';

/** Visit days of judged cadre-weeks and how they changed. */
type Average = Pick<YearFigures, 'cadreWeeks' | 'visitDays' | 'change'>;

/**
 * The year in one sentence: “通报6人(12人次)，扣发1200元；人均每周3.7天，较去年同期上升27%”. The average has one
 * decimal, the change whole percent, each rounded once from the unrounded value. Without a year to compare
 * with, the last part is left out.
 */
export function yearSentence(year: YearFigures): string {
  const charged = `通报${year.persons}人(${year.occurrences}人次)，扣发${plainYuan(year.amountFen)}元`;
  return year.cadreWeeks === 0 ? charged : `${charged}；${averageWords(year)}`;
}

/** `人均每周3.7天，较去年同期上升27%`; `null` change: only the average. At least one cadre-week. */
export function averageWords({ cadreWeeks, visitDays, change }: Average): string {
  return `人均每周${rounded(visitDays, cadreWeeks, 1)}天${changed(change)}`;
}

/** A quotient with so many decimals, halves up: 73 ÷ 20 with one is `3.7`, which a binary 3.65 would not be. */
export function rounded(dividend: number, divisor: number, decimals: number): string {
  const scale = 10 ** decimals;
  return (Math.round((dividend * scale) / divisor) / scale).toFixed(decimals);
}

/** Fen as yuan, decimals only where there are any: 120000 → `1200`, 5050 → `50.50`. */
export function plainYuan(fen: number): string {
  return (fen / 100).toFixed(fen % 100 === 0 ? 0 : 2);
}

function changed(change: number | null): string {
  if (change === null) return '';
  const percent = Math.round(change * 100);
  if (percent === 0) return '，与去年同期持平';
  return `，较去年同期${percent > 0 ? '上升' : '下降'}${Math.abs(percent)}%`;
}
