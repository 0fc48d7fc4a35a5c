import type { DeductionBatch, DeductionLine, LineKind } from './deduction-batch.js';
import { byPerson, movingLines } from './payroll-table.js';

/** One file of a batch, as the payroll clerk can check it before the import. */
export interface ControlledFile {
  /** As it is stored and named: `deductions-long-gb18030.csv`. */
  readonly name: string;
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
  /** Without the heading. */
  readonly rows: number;
  /** The sum of the column that is booked. */
  readonly amountFen: number;
}

/** A count of lines and their sum. */
export interface LineSum {
  readonly lines: number;
  readonly amountFen: number;
}

/** Control totals: what the clerk compares before and after the import. */
export interface DeductionControl {
  readonly batchNo: string;
  readonly month: string;
  readonly township: DeductionBatch['township'];
  readonly draft: boolean;
  readonly docNo: string | null;
  readonly issuedAt: string | null;
  readonly verificationCode: string | null;
  readonly mappingVersion: number;
  /** Persons for whom money moves. */
  readonly persons: number;
  readonly lines: number;
  /** Misses (人次) of the current lines. */
  readonly misses: number;
  readonly computedFen: number;
  readonly current: LineSum;
  readonly supplement: LineSum;
  readonly reversal: LineSum;
  readonly netFen: number;
  /** Lines in which no money moves, and contract staff: in no payroll file. */
  readonly leftOut: {
    readonly lines: number;
    readonly contractPersons: number;
    readonly contractMisses: number;
  };
  readonly files: readonly ControlledFile[];
}

/** Adds a batch up beside its files. */
export function deductionControl(
  batch: DeductionBatch,
  mappingVersion: number,
  files: readonly ControlledFile[],
): DeductionControl {
  const lines = movingLines(batch);
  const current = lines.filter(({ kind }) => kind === 'current');
  const sumOf = (kind: LineKind): LineSum => lineSum(lines.filter((line) => line.kind === kind));
  return {
    batchNo: batch.batchNo,
    month: batch.month,
    township: batch.township,
    draft: batch.docNo === null,
    docNo: batch.docNo,
    issuedAt: batch.issuedAt,
    verificationCode: batch.verificationCode,
    mappingVersion,
    persons: byPerson(lines).length,
    lines: lines.length,
    misses: current.reduce((sum, { misses }) => sum + misses, 0),
    computedFen: current.reduce((sum, { computedFen }) => sum + computedFen, 0),
    current: sumOf('current'),
    supplement: sumOf('supplement'),
    reversal: sumOf('reversal'),
    netFen: lineSum(lines).amountFen,
    leftOut: {
      lines: batch.lines.length - lines.length,
      contractPersons: batch.leftOut.persons,
      contractMisses: batch.leftOut.misses,
    },
    files,
  };
}

function lineSum(lines: readonly DeductionLine[]): LineSum {
  return { lines: lines.length, amountFen: lines.reduce((sum, { amountFen }) => sum + amountFen, 0) };
}
