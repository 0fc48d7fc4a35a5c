import type { ReceiptLine } from './receipt-lines.js';

/** What was sent for one person: a line for each amount. */
export interface ExpectedPerson {
  readonly cadreCode: string;
  readonly personCode: string;
  /** In fen; their sum is what ought to be withheld. */
  readonly amountsFen: readonly number[];
}

/** Something payroll did otherwise. */
export interface ReceiptDifference {
  /**
   * `amount`: another sum. `missing`: the receipt does not name the person. `unknown`: nobody of that code
   * was sent. `doubled`: named more than once, and not by the lines that were sent.
   */
  readonly kind: 'amount' | 'missing' | 'unknown' | 'doubled';
  /** The cadre's code; of an unknown person the code in the receipt. */
  readonly cadreCode: string;
  readonly expectedFen: number | null;
  /** The sum of the person's lines; `null` when there is none. */
  readonly actualFen: number | null;
  /** Rows of the uploaded file. */
  readonly rows: readonly number[];
}

/** How a receipt compares with what was sent. */
export interface ReceiptResult {
  /** Persons whose lines say exactly what was sent. */
  readonly matched: number;
  readonly lines: number;
  readonly expectedFen: number;
  readonly actualFen: number;
  /** In order of cadre code; who was never sent at the end. */
  readonly differences: readonly ReceiptDifference[];
}

/**
 * Compares line by line. A person may be named once with the sum, or by the very lines of the long file
 * (本期 and 冲回 apart). Naming nobody with nothing to withhold is no difference.
 */
export function matchReceipt(
  expected: readonly ExpectedPerson[],
  lines: readonly ReceiptLine[],
): ReceiptResult {
  const named = new Map<string, ReceiptLine[]>();
  for (const line of lines) {
    const known = named.get(line.personCode);
    if (known) known.push(line);
    else named.set(line.personCode, [line]);
  }
  const compared = expected.map((person) => compare(person, named.get(person.personCode) ?? []));
  const sent = new Set(expected.map(({ personCode }) => personCode));
  const unknown = [...named.entries()]
    .filter(([code]) => !sent.has(code))
    .map(([code, of]): ReceiptDifference => ({
      kind: 'unknown',
      cadreCode: code,
      expectedFen: null,
      actualFen: sumOf(of.map(({ actualFen }) => actualFen)),
      rows: of.map(({ row }) => row),
    }));
  const differences = compared.filter((difference) => difference !== null);
  return {
    matched: expected.length - differences.length,
    lines: lines.length,
    expectedFen: sumOf(expected.flatMap(({ amountsFen }) => amountsFen)),
    actualFen: sumOf(lines.map(({ actualFen }) => actualFen)),
    differences: [...differences, ...unknown],
  };
}

function compare(
  { cadreCode, amountsFen }: ExpectedPerson,
  lines: readonly ReceiptLine[],
): ReceiptDifference | null {
  const expectedFen = sumOf(amountsFen);
  const actual = lines.map(({ actualFen }) => actualFen);
  const actualFen = lines.length === 0 ? null : sumOf(actual);
  const difference = { cadreCode, expectedFen, actualFen, rows: lines.map(({ row }) => row) };
  if (lines.length === 0) return expectedFen === 0 ? null : { kind: 'missing', ...difference };
  if (lines.length > 1) return isSame(amountsFen, actual) ? null : { kind: 'doubled', ...difference };
  return actualFen === expectedFen ? null : { kind: 'amount', ...difference };
}

function isSame(some: readonly number[], others: readonly number[]): boolean {
  const inOrder = (of: readonly number[]): string => [...of].sort((a, b) => a - b).join();
  return inOrder(some) === inOrder(others);
}

function sumOf(amounts: readonly number[]): number {
  return amounts.reduce((sum, fen) => sum + fen, 0);
}
