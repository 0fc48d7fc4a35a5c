import type { Temporal } from 'temporal-polyfill';
import {
  type DeductionSheet,
  SHEET_COLUMNS,
  type SheetCell,
  type SheetColumn,
  type SheetRow,
} from '../domain/deductions/deduction-sheet.js';
import { yuanWords } from '../domain/wording.js';
import { CellStyles, type StyleOfCell } from './cell-styles.js';
import { pageBreaks, pageFooter, pageHeightPt } from './page.js';
import { columnName, type StreamedCell, type StreamedRow, streamedWorkbook } from './streamed-workbook.js';
import {
  BODY_SIZE,
  CENTRED,
  FITTED,
  FONTS,
  FOOT_SIZE,
  LEFT,
  MISSED_ARGB,
  QUIET_YUAN_FORMAT,
  YUAN_FORMAT,
} from './styles.js';
import { rowHeightPt } from './text-height.js';

/** In characters; together A4 landscape at a scale that keeps the text readable. */
const WIDTHS: Readonly<Record<SheetColumn, number>> = {
  index: 5,
  cadreCode: 9,
  name: 9,
  office: 15,
  identity: 6,
  subsidy: 9,
  month: 8.5,
  weeks: 11,
  misses: 5,
  unit: 8,
  computed: 9,
  deducted: 10,
  reversed: 9,
  net: 10,
  deductedIn: 8.5,
  basis: 19,
  signature: 11,
  note: 25,
};
const LEFT_ALIGNED: ReadonlySet<SheetColumn> = new Set(['office', 'note']);
const COLUMNS = SHEET_COLUMNS.length;
const HEAD_ROW = 3;
const TITLE_PT = 32;
const SUBTITLE_PT = 20;
const HEAD_PT = 28;
const ROW_PT = 26;
const SIGNATURE_PT = 40;
const ROWS_KEPT_WITH_FOOT = 2;
/** Columns differ in width: each signature gets a stretch of its own of about a quarter of the page. */
const SIGNATURE_STRETCHES: readonly (readonly [number, number])[] = [
  [1, 4],
  [5, 9],
  [10, 15],
  [16, COLUMNS],
];

/** The deduction sheet (扣发表) as an xlsx file, written row by row. Same sheet, same date, same bytes. */
export async function renderDeductionSheet(
  sheet: DeductionSheet,
  issuedOn: Temporal.PlainDate,
): Promise<Buffer> {
  const widths = SHEET_COLUMNS.map(({ key }) => WIDTHS[key]);
  const feet = [sheet.capitals, ...sheet.foot];
  const heights = [...rowHeights(sheet), ...footHeights(feet, widths), SIGNATURE_PT];
  const signatureRow = HEAD_ROW + heights.length;
  const whole = (row: number): string => rangeOf(row, [1, COLUMNS]);
  const styles = new CellStyles();
  const sheets = [
    {
      name: '扣发表',
      widths,
      rows: rowsOf(sheet, feet, heights, styles),
      frozen: { columns: 3, rows: HEAD_ROW },
      headRow: HEAD_ROW,
      printArea: `A1:${columnName(COLUMNS - 1)}${signatureRow}`,
      merged: [
        ...[1, 2, ...feet.map((_, n) => signatureRow - feet.length + n)].map(whole),
        ...SIGNATURE_STRETCHES.map((stretch) => rangeOf(signatureRow, stretch)),
      ],
      footer: pageFooter(sheet.title),
      gridLines: false,
    },
  ];
  return streamedWorkbook({ title: sheet.title, sheets, styles }, issuedOn);
}

function* rowsOf(
  sheet: DeductionSheet,
  feet: readonly string[],
  heights: readonly number[],
  styles: CellStyles,
): Generator<StreamedRow> {
  const breaks = new Set(
    pageBreaks({
      rowHeights: heights,
      keepTogether: feet.length + 2 + Math.min(ROWS_KEPT_WITH_FOOT, sheet.rowCount),
      openingPt: TITLE_PT + SUBTITLE_PT,
      headPt: HEAD_PT,
      pagePt: pageHeightPt(SHEET_COLUMNS.map(({ key }) => WIDTHS[key])),
    }),
  );
  let written = 0;
  const next = (cells: readonly StreamedCell[]): StreamedRow => {
    written += 1;
    return { cells, heightPt: heights[written - 1] ?? ROW_PT, endsPage: breaks.has(written) };
  };
  yield* headRows(sheet, styles);
  const bodyCell = tableCells(styles, { font: FONTS.body });
  for (const row of sheet.rows) yield next(cellsOf(row, bodyCell));
  const totalCell = tableCells(styles, { font: FONTS.bodyStrong, fillArgb: MISSED_ARGB });
  yield next(cellsOf(sheet.totalRow, totalCell));
  for (const [n, text] of feet.entries()) {
    const font = n === 0 ? FONTS.bodyStrong : FONTS.foot;
    yield next([{ style: styles.of({ font, alignment: LEFT }), text }]);
  }
  yield next(signatureCells(sheet.signatures, styles));
}

function headRows({ title, subtitle }: DeductionSheet, styles: CellStyles): StreamedRow[] {
  const line = (text: string, font: StyleOfCell['font'] & object, heightPt: number): StreamedRow => ({
    cells: [{ style: styles.of({ font, alignment: CENTRED }), text }],
    heightPt,
  });
  const heading = styles.of({ font: FONTS.head, alignment: CENTRED, grid: true });
  return [
    line(title, FONTS.title, TITLE_PT),
    line(subtitle, FONTS.subtitle, SUBTITLE_PT),
    { cells: SHEET_COLUMNS.map((column) => ({ style: heading, text: column.title })), heightPt: HEAD_PT },
  ];
}

type DrawCell = (cell: SheetCell, column: SheetColumn) => StreamedCell;

/** Draws the cells of one kind of row. A look is put together once for a column and a kind of content. */
function tableCells(styles: CellStyles, look: StyleOfCell): DrawCell {
  const known = new Map<string, number>();
  const styleOf = (kind: SheetCell['kind'], column: SheetColumn): number => {
    const key = `${column} ${kind}`;
    const style = known.get(key) ?? styles.of({ ...look, ...tableLook(kind, column) });
    known.set(key, style);
    return style;
  };
  return (cell, column) => {
    const style = styleOf(cell.kind, column);
    switch (cell.kind) {
      case 'text':
        return { style, text: cell.text };
      case 'number':
        return { style, number: String(cell.value) };
      case 'amount':
        return { style, number: yuanWords(cell.fen) };
    }
  };
}

function tableLook(kind: SheetCell['kind'], column: SheetColumn): StyleOfCell {
  const format = column === 'reversed' ? QUIET_YUAN_FORMAT : kind === 'amount' ? YUAN_FORMAT : null;
  return {
    grid: true,
    alignment: LEFT_ALIGNED.has(column) ? LEFT : kind === 'text' ? CENTRED : FITTED,
    ...(format !== null && { numFmt: format }),
  };
}

function cellsOf(row: SheetRow, draw: DrawCell): StreamedCell[] {
  return SHEET_COLUMNS.map(({ key }) => draw(row[key], key));
}

function signatureCells(signatures: readonly string[], styles: CellStyles): StreamedCell[] {
  const style = styles.of({
    font: FONTS.signature,
    alignment: { horizontal: 'left', vertical: 'bottom' },
  });
  const cells: StreamedCell[] = Array.from({ length: COLUMNS }, () => null);
  signatures.forEach((signature, n) => {
    const [first] = SIGNATURE_STRETCHES[n] ?? [];
    if (first === undefined) return;
    cells[first - 1] = { style, text: `${signature}：${'　'.repeat(6)}年　月　日` };
  });
  return cells;
}

function* rowHeights({ rows, totalRow }: DeductionSheet): Generator<number> {
  for (const row of rows) yield heightOf(row);
  yield heightOf(totalRow);
}

function heightOf(row: SheetRow): number {
  const boxes = SHEET_COLUMNS.map(({ key }) => ({
    text: printed(row[key]),
    width: WIDTHS[key],
    sizePt: BODY_SIZE,
  }));
  return rowHeightPt(boxes, ROW_PT);
}

function footHeights(feet: readonly string[], widths: readonly number[]): number[] {
  const width = widths.reduce((sum, one) => sum + one, 0);
  return feet.map((text) => rowHeightPt([{ text, width, sizePt: FOOT_SIZE }], FOOT_SIZE * 1.8));
}

function printed(cell: SheetCell): string {
  return cell.kind === 'text' ? cell.text : '';
}

function rangeOf(row: number, [from, to]: readonly [number, number]): string {
  return `${columnName(from - 1)}${row}:${columnName(to - 1)}${row}`;
}
