import { createHash } from 'node:crypto';
import type { Temporal } from 'temporal-polyfill';
import { csvEncodings, payrollCsv } from './csv/payroll-csv.js';
import type { DeductionBatch } from './domain/deductions/deduction-batch.js';
import {
  type ControlledFile,
  type DeductionControl,
  deductionControl,
} from './domain/deductions/deduction-control.js';
import { deductionSheet } from './domain/deductions/deduction-sheet.js';
import {
  longTable,
  type PayrollInput,
  type PayrollTable,
  wideTable,
} from './domain/deductions/payroll-table.js';
import { controlSheets, controlTitle } from './excel/control.sheet.js';
import { renderDeductionSheet } from './excel/deduction.sheet.js';
import { plainWorkbook } from './excel/plain-workbook.js';
import type { PrintedFile } from './issued-documents.repository.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const JSON_TYPE = 'application/json';

/** What a batch is made into files with. */
export interface BatchInput extends PayrollInput {
  readonly mappingVersion: number;
  /** Of the files; a draft has today's. */
  readonly date: Temporal.PlainDate;
  /** What every name begins with: `deductions`. */
  readonly prefix: string;
}

/** A file before it is anybody's: what makes its bytes, and what it adds up to. */
interface Plan {
  readonly name: string;
  readonly mediaType: string;
  readonly rows: number;
  readonly amountFen: number;
  readonly bytes: () => Promise<Buffer> | Buffer;
}

/** One file of the batch. @throws Error when the batch has no file of that name */
export async function deductionFile(input: BatchInput, name: string): Promise<PrintedFile> {
  if (name === controlName(input.prefix, 'json') || name === controlName(input.prefix, 'xlsx')) {
    const file = (await deductionFiles(input)).find((one) => one.name === name);
    if (file) return file;
  }
  for (const plan of plans(input)) {
    if (plan.name === name) return { name, mediaType: plan.mediaType, bytes: await plan.bytes() };
  }
  throw new Error(`a batch has no file ${name}`);
}

/** Every file of the batch: the sheet for people, both shapes for programs, and the control totals of all these. */
export async function deductionFiles(input: BatchInput): Promise<PrintedFile[]> {
  const files: PrintedFile[] = [];
  const controlled: ControlledFile[] = [];
  for (const { name, mediaType, rows, amountFen, bytes: render } of plans(input)) {
    const bytes = await render();
    files.push({ name, mediaType, bytes });
    controlled.push({ name, bytes: bytes.length, sha256: sha256Of(bytes), rows, amountFen });
  }
  const control = deductionControl(input.batch, input.mappingVersion, controlled);
  return [
    {
      name: controlName(input.prefix, 'json'),
      mediaType: JSON_TYPE,
      bytes: Buffer.from(`${JSON.stringify(control, null, 2)}\n`),
    },
    {
      name: controlName(input.prefix, 'xlsx'),
      mediaType: XLSX,
      bytes: await plainWorkbook(controlTitle(control), controlSheets(control), input.date),
    },
    ...files,
  ];
}

/** The name of the control totals, which stand for the whole batch. */
export function controlName(prefix: string, format: 'json' | 'xlsx'): string {
  return `${prefix}-control.${format}`;
}

/** The control totals as they were written. */
export function readControl(bytes: Buffer): DeductionControl {
  return JSON.parse(bytes.toString('utf8')) as DeductionControl;
}

/** One after the other: a county's long table is gone before its wide one is made. */
function* plans(input: BatchInput): Generator<Plan> {
  yield humanPlan(input);
  yield* shapePlans(input, 'long');
  yield* shapePlans(input, 'wide');
}

function humanPlan({ batch, mapping, date, prefix }: BatchInput): Plan {
  return {
    name: `${prefix}.xlsx`,
    mediaType: XLSX,
    rows: batch.lines.length,
    amountFen: netOf(batch),
    bytes: () =>
      renderDeductionSheet(
        deductionSheet(batch, {
          deductedMonthsAfter: mapping.deductedMonthsAfter,
          unit: mapping.unit ?? batch.township.name,
        }),
        date,
      ),
  };
}

function shapePlans(input: BatchInput, shape: 'long' | 'wide'): Plan[] {
  const table: PayrollTable = shape === 'long' ? longTable(input) : wideTable(input);
  const common = { rows: table.rowCount, amountFen: table.sumFen };
  const sheetName = shape === 'long' ? '扣款明细' : '扣款汇总';
  return [
    {
      ...common,
      name: `${input.prefix}-${shape}.xlsx`,
      mediaType: XLSX,
      bytes: () => plainWorkbook(input.batch.batchNo, [{ name: sheetName, ...table }], input.date),
    },
    ...csvEncodings.map((encoding) => ({
      ...common,
      name: `${input.prefix}-${shape}-${encoding}.csv`,
      mediaType: `text/csv; charset=${encoding === 'utf8' ? 'utf-8' : encoding}`,
      bytes: () => payrollCsv(table, encoding),
    })),
  ];
}

function netOf(batch: DeductionBatch): number {
  return batch.lines.reduce((sum, { amountFen }) => sum + amountFen, 0);
}

function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
