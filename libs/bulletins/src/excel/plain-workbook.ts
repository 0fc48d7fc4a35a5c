import type { Temporal } from 'temporal-polyfill';
import type { Field, PayrollTable } from '../domain/deductions/payroll-table.js';
import { yuanWords } from '../domain/wording.js';
import { CellStyles } from './cell-styles.js';
import { pageFooter } from './page.js';
import {
  type StreamedCell,
  type StreamedRow,
  type StreamedSheet,
  streamedWorkbook,
} from './streamed-workbook.js';
import { YUAN_FORMAT } from './styles.js';

/** A sheet for a program: headings and rows, nothing else. */
export interface PlainSheet extends Pick<PayrollTable, 'headings' | 'rows'> {
  readonly name: string;
  /** In characters. */
  readonly widths?: readonly number[];
  /** People read it on paper: its cells have lines. */
  readonly ruled?: true;
}

const DEFAULT_WIDTH = 14;
const RULED_ROW_PT = 20;
const FONT = { name: '宋体', family: 1, charset: 134, size: 10.5 } as const;
const MIDDLE = { vertical: 'middle' } as const;
/** Codes are text by their cell type and by their format, so that nobody's leading zeros get lost on the way. */
const TEXT_FORMAT = '@';

/** An xlsx file of plain sheets. Same sheets, same date, same bytes. */
export async function plainWorkbook(
  title: string,
  sheets: readonly PlainSheet[],
  issuedOn: Temporal.PlainDate,
): Promise<Buffer> {
  const styles = new CellStyles();
  return streamedWorkbook(
    { title, sheets: sheets.map((sheet) => streamed(sheet, title, styles)), styles },
    issuedOn,
  );
}

function streamed(sheet: PlainSheet, title: string, styles: CellStyles): StreamedSheet {
  const { name, headings, widths = [] } = sheet;
  return {
    name,
    widths: headings.map((_, n) => widths[n] ?? DEFAULT_WIDTH),
    rows: rowsOf(sheet, styles),
    frozen: { columns: 0, rows: 1 },
    headRow: 1,
    footer: pageFooter(`${title}　${name}`),
    gridLines: sheet.ruled !== true,
  };
}

function* rowsOf({ headings, rows, ruled }: PlainSheet, styles: CellStyles): Generator<StreamedRow> {
  const common = { grid: ruled === true, alignment: MIDDLE };
  const heading = styles.of({ ...common, font: { ...FONT, bold: true }, numFmt: TEXT_FORMAT });
  const style = {
    text: styles.of({ ...common, font: FONT, numFmt: TEXT_FORMAT }),
    count: styles.of({ ...common, font: FONT }),
    amount: styles.of({ ...common, font: FONT, numFmt: YUAN_FORMAT }),
  };
  const height = ruled === true ? { heightPt: RULED_ROW_PT } : {};
  const cellOf = (field: Field): StreamedCell => {
    if (field.kind === 'count') return { style: style.count, number: String(field.value) };
    if (field.kind === 'amount') return { style: style.amount, number: yuanWords(field.fen) };
    return field.text === '' && ruled !== true ? null : { style: style.text, text: field.text };
  };
  yield { cells: headings.map((text) => ({ style: heading, text })), ...height };
  for (const row of rows) yield { cells: row.map(cellOf), ...height };
}
