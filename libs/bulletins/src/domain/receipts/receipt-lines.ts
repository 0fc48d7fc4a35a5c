import { deductionErrors } from '../../deduction-errors.js';

/** A cell of an uploaded table as it was read: text, a number, a formula, or nothing. */
export type ReceivedCell =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'formula' }
  | null;

/** A row of an uploaded table, with the number a person sees beside it. */
export interface ReceivedRow {
  readonly row: number;
  readonly cells: readonly ReceivedCell[];
}

/** A line of a receipt: whom payroll names and what it says it withheld. */
export interface ReceiptLine {
  readonly row: number;
  readonly personCode: string;
  readonly actualFen: number;
}

const CODE_HEADINGS = new Set(
  '人员编码 人员编号 人员代码 职工编码 职工编号 职工代码 工号 编码 编号 工资编码 personcode cadrecode code'.split(
    ' ',
  ),
);
const AMOUNT_HEADINGS = new Set(
  '实扣金额 实扣 实扣数 实扣款 实际扣款 实际扣款金额 实际扣发 扣款金额 扣发金额 扣款合计 金额 amount'.split(
    ' ',
  ),
);
/** Units that people add to a heading. */
const HEADING_UNIT = /[(（](元|人民币元|rmb)[)）]$/i;
/** Above the headings stand a title and the like. */
const ROWS_SEARCHED = 20;
const TOTAL = /^(合计|总计|小计|累计)[:：]?$/u;

/**
 * Reads a receipt's rows: the first row that has both headings says where to look; rows of totals and empty
 * ones are passed over.
 *
 * @throws CodedError `RECEIPT.NO_HEADINGS`; `RECEIPT.BAD_LINES` with every line that cannot be read
 */
export function receiptLines(rows: readonly ReceivedRow[]): ReceiptLine[] {
  const { at, code, amount } = headingsIn(rows);
  const faults: { row: number; message: string }[] = [];
  const lines: ReceiptLine[] = [];
  for (const { row, cells } of rows.slice(at + 1)) {
    const [codeCell, amountCell] = [cells[code] ?? null, cells[amount] ?? null];
    if ((codeCell === null && amountCell === null) || isTotal(cells, codeCell)) continue;
    const personCode = codeOf(codeCell);
    const actualFen = fenOf(amountCell);
    if (personCode === null) faults.push({ row, message: faultOf(codeCell, '没有人员编码') });
    else if (actualFen === null) faults.push({ row, message: faultOf(amountCell, '金额不能识别') });
    else lines.push({ row, personCode, actualFen });
  }
  if (faults.length > 0) throw deductionErrors.badLines(faults);
  return lines;
}

/**
 * An amount as people type it, in fen: `1,200.00`, `１００`, `¥100`, `100元`, `-100.00`. Everything else,
 * parts of a fen and thousands in odd places among them, is `null`: payroll's figures are not guessed.
 */
export function typedFen(typed: string): number | null {
  const plain = typed.normalize('NFKC').replaceAll(/\s/g, '').replace(/^'/, '').replaceAll('−', '-');
  const [, sign = '', whole = '', cents = ''] =
    /^(-?)[¥￥]?(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(\d{1,2})0*)?元?$/u.exec(plain) ?? [];
  if (whole === '') return null;
  const fen = Number(whole.replaceAll(',', '')) * 100 + Number(cents.padEnd(2, '0'));
  return sign === '-' && fen !== 0 ? -fen : fen;
}

function headingsIn(rows: readonly ReceivedRow[]): { at: number; code: number; amount: number } {
  for (const [at, { cells }] of rows.slice(0, ROWS_SEARCHED).entries()) {
    const headings = cells.map((cell) => (cell?.kind === 'text' ? headingOf(cell.text) : ''));
    const code = headings.findIndex((heading) => CODE_HEADINGS.has(heading));
    // 实扣金额 goes before 金额, wherever they stand.
    const [amount = -1] = [...AMOUNT_HEADINGS].map((name) => headings.indexOf(name)).filter((n) => n >= 0);
    if (code >= 0 && amount >= 0) return { at, code, amount };
  }
  throw deductionErrors.noHeadings();
}

function headingOf(text: string): string {
  return text.normalize('NFKC').replaceAll(/\s/g, '').replace(HEADING_UNIT, '').toLowerCase();
}

/** Payroll adds a total whether it is wanted or not; it stands where the code or the name would. */
function isTotal(cells: readonly ReceivedCell[], code: ReceivedCell): boolean {
  const isNamed = (cell: ReceivedCell): boolean =>
    cell?.kind === 'text' && TOTAL.test(cell.text.replaceAll(/\s/g, ''));
  return isNamed(code) || (code === null && cells.some(isNamed));
}

function codeOf(cell: ReceivedCell): string | null {
  if (cell?.kind === 'number') return Number.isSafeInteger(cell.value) ? String(cell.value) : null;
  if (cell?.kind !== 'text') return null;
  const code = cell.text.normalize('NFKC').trim().replace(/^'/, '');
  return code === '' || code.startsWith('=') ? null : code;
}

function fenOf(cell: ReceivedCell): number | null {
  if (cell?.kind === 'text') return typedFen(cell.text);
  if (cell?.kind !== 'number') return null;
  const fen = Math.round(cell.value * 100);
  const isWhole = Math.abs(cell.value * 100 - fen) < 1e-6 * Math.max(1, Math.abs(fen));
  return isWhole && Number.isSafeInteger(fen) ? fen + 0 : null;
}

function faultOf(cell: ReceivedCell, otherwise: string): string {
  const isFormula = cell?.kind === 'formula' || (cell?.kind === 'text' && cell.text.startsWith('='));
  return isFormula ? '是公式，请粘贴为数值' : otherwise;
}
