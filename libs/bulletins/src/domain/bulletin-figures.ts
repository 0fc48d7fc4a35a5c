import type { MonthReport } from '@cunqin/settlement';
import type { Cell } from './weekly-summary.js';
import { WAIVED_WORDS } from './wording.js';

/** One line of the sheet of figures: the very numbers of `GET /months/{month}`, unrounded. */
export interface Figure {
  readonly group: string;
  readonly name: string;
  readonly cell: Cell;
  readonly unit: string;
}

/** Every figure that the bulletin speaks of, in its order. */
export function figuresOf(report: MonthReport): readonly Figure[] {
  const { roster, totals, lastYear, yearToDate } = report;
  const { waived = 0 } = totals;
  return [
    ...group('总体情况', [
      ['在册干部', number(roster.cadres), '人'],
      ['纳入过程化管理', number(roster.managed), '人'],
      ['考核周数', number(report.weeks.length), '周'],
      ['应考', number(totals.judged), '人次'],
      ['完成', number(totals.met), '人次'],
      ['未完成', number(totals.missed), '人次'],
      ...(waived > 0 ? [[WAIVED_WORDS, number(waived), '人次'] as const] : []),
      ['免考', number(totals.exempt), '人次'],
      ['待定', number(totals.undetermined), '人次'],
      ['下村天数', number(totals.visitDays), '天'],
      ['人均每周天数', quotient(totals.averageDays, 'average'), '天'],
      ['去年同期人均每周天数', averageOf(lastYear), '天'],
      ['较去年同期', quotient(lastYear?.change ?? null, 'change'), ''],
      ['完成率', quotient(totals.completionRate, 'share'), ''],
    ]),
    ...group('本月处理', [
      ['通报人数', number(totals.persons), '人'],
      ['未完成次数', number(totals.misses), '人次'],
      ['扣发', amount(totals.deductedFen), '元'],
      ['冲回', amount(positive(-totals.reversalsFen)), '元'],
      ['追补', amount(totals.supplementsFen), '元'],
      ['净扣发', amount(totals.netFen), '元'],
    ]),
    ...group('本年累计', [
      ['通报人数', number(yearToDate.persons), '人'],
      ['通报人次', number(yearToDate.occurrences), '人次'],
      ['扣发', amount(yearToDate.amountFen), '元'],
      ['应考', number(yearToDate.cadreWeeks), '人次'],
      ['下村天数', number(yearToDate.visitDays), '天'],
      ['人均每周天数', averageOf(yearToDate), '天'],
      ['去年同期人均每周天数', averageOf(yearToDate.lastYear), '天'],
      ['较去年同期', quotient(yearToDate.change, 'change'), ''],
    ]),
  ];
}

function group(name: string, lines: readonly (readonly [string, Cell, string])[]): Figure[] {
  return lines.map(([line, cell, unit]) => ({ group: name, name: line, cell, unit }));
}

function number(value: number): Cell {
  return { kind: 'number', value };
}

function amount(fen: number): Cell {
  return { kind: 'amount', fen };
}

function averageOf(period: { readonly cadreWeeks: number; readonly visitDays: number } | null): Cell {
  const none = period === null || period.cadreWeeks === 0;
  return quotient(none ? null : period.visitDays / period.cadreWeeks, 'average');
}

function quotient(value: number | null, of: 'average' | 'share' | 'change'): Cell {
  return value === null ? { kind: 'text', text: '—' } : { kind: 'quotient', value, of };
}

/** Nothing given back is 0, not −0. */
function positive(fen: number): number {
  return fen === 0 ? 0 : fen;
}
