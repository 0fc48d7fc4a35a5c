import type { Cell } from './weekly-summary.js';
import { yuanWords } from './wording.js';
import { rounded } from './year-sentence.js';

/** What a cell reads like on paper. */
export function printedCell(cell: Cell): string {
  switch (cell.kind) {
    case 'text':
      return cell.text;
    case 'number':
      return String(cell.value);
    case 'amount':
      return yuanWords(cell.fen);
    case 'quotient':
      return quotientWords(cell.value, cell.of);
  }
}

function quotientWords(value: number, of: 'average' | 'share' | 'change'): string {
  if (of === 'average') return rounded(value, 1, 2);
  return of === 'share' ? `${rounded(value * 100, 1, 1)}%` : `${rounded(value * 100, 1, 0)}%`;
}
