import { isGood, OUTCOMES, type Outcome } from './outcome.js';
import type { Cell } from './play.js';

const WORDS: Readonly<Record<Outcome, string>> = {
  right: 'right',
  error: 'error',
  partial: 'partial, with an error value',
  wrong: '**wrong records, no error**',
  'silent-loss': '**silent loss**',
  failed: '**crash or hang**',
};

const HEADINGS: Readonly<Record<Outcome, string>> = {
  ...WORDS,
  wrong: 'wrong records, no error',
  'silent-loss': 'silent loss',
  failed: 'crash or hang',
};

/** Whether the cell is what a reader may do: the right records, or an error where they cannot be had. */
export function isGoodCell({ outcome, situation }: Cell): boolean {
  return isGood(outcome, situation.readable);
}

/** A row per client: how many situations, how many good, and how each ended. */
export function summaryTable(cells: readonly Cell[]): string {
  const rows = clientNames(cells).map((name) => {
    const own = cells.filter(({ client }) => client.name === name);
    const counts = OUTCOMES.map((outcome) => own.filter((cell) => cell.outcome === outcome).length);
    return [name, `${own.filter(isGoodCell).length} of ${own.length}`, ...counts.map(String)];
  });
  return table(['client', 'good', ...OUTCOMES.map((outcome) => HEADINGS[outcome])], rows);
}

/** A row per situation, a column per client; `–` where the situation does not exist for the client. */
export function situationTable(cells: readonly Cell[]): string {
  const names = clientNames(cells);
  const situations = [...new Set(cells.map(({ situation }) => situation))];
  const rows = situations.map((situation) => [
    situation.name,
    ...names.map((name) => {
      const cell = cells.find((other) => other.situation === situation && other.client.name === name);
      return cell === undefined ? '–' : wordOf(cell);
    }),
  ]);
  return table(['situation', ...names], rows);
}

/** An error where the records could be had is no success: it is marked. */
function wordOf(cell: Cell): string {
  return cell.outcome === 'error' && !isGoodCell(cell) ? 'error, though readable' : WORDS[cell.outcome];
}

function clientNames(cells: readonly Cell[]): string[] {
  return [...new Set(cells.map(({ client }) => client.name))];
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (fields: readonly string[]): string => `| ${fields.join(' | ')} |\n`;
  return line(heads) + line(heads.map(() => '---')) + rows.map(line).join('');
}
