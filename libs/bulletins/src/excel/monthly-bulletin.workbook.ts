import ExcelJS from 'exceljs';
import type { Annex } from '../domain/bulletin-annexes.js';
import type { MonthlyBulletin } from '../domain/monthly-bulletin.js';
import { printedCell } from '../domain/printed-cell.js';
import type { Cell } from '../domain/weekly-summary.js';
import { addPrintedSheet, drawCell, drawLine } from './sheet.js';
import { CENTRED, FONTS, LEFT } from './styles.js';
import { rowHeightPt } from './text-height.js';
import { workbookBytes } from './workbook-bytes.js';

const SIZE_PT = 11;
const BODY = { ...FONTS.body, size: SIZE_PT };
const STRONG = { ...FONTS.bodyStrong, size: SIZE_PT };
const HEAD = { ...FONTS.head, size: SIZE_PT };
const FOOT = { ...FONTS.foot, size: SIZE_PT };
/** Widths of a sheet's columns together; A4 landscape at full size holds about this. */
const SHEET_WIDTH = 138;
const [TITLE_ROW, SUBTITLE_ROW, HEAD_ROW] = [1, 2, 3];
const [TITLE_PT, SUBTITLE_PT, HEAD_PT, ROW_PT] = [32, 20, 26, 24];

interface Column {
  readonly title: string;
  readonly width: number;
  readonly left?: true;
}

const FIGURE_COLUMNS: readonly Column[] = [
  { title: '类别', width: 28 },
  { title: '指标', width: 44 },
  { title: '数值', width: 36 },
  { title: '单位', width: 30 },
];

/** The monthly bulletin as an xlsx file: the figures, then annexes 1 to 3. Same bulletin, same bytes. */
export async function renderBulletinWorkbook(bulletin: MonthlyBulletin): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  workbook.creator = bulletin.issuingUnit;
  workbook.lastModifiedBy = bulletin.issuingUnit;
  workbook.title = bulletin.title;
  drawSheet(workbook, bulletin, {
    name: '指标',
    title: bulletin.title,
    columns: FIGURE_COLUMNS,
    rows: bulletin.figures.map(({ group, name, cell, unit }) => [text(group), text(name), cell, text(unit)]),
    total: null,
    foot: bulletin.proof,
  });
  fitOnOnePage(workbook);
  for (const annex of bulletin.annexes) drawSheet(workbook, bulletin, sheetOf(annex));
  return workbookBytes(workbook, bulletin.fileDate);
}

/** The figures belong together; annexes run over as many pages as they need. */
function fitOnOnePage(workbook: ExcelJS.Workbook): void {
  for (const { pageSetup } of workbook.worksheets) pageSetup.fitToHeight = 1;
}

interface DrawnSheet extends Pick<Annex, 'title' | 'rows' | 'total'> {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly foot: readonly string[];
}

function sheetOf({ label, title, columns, rows, total, notes }: Annex): DrawnSheet {
  const whole = columns.reduce((sum, { width }) => sum + width, 0);
  return {
    name: label,
    title: `${label}　${title}`,
    columns: columns.map((column) => ({ ...column, width: (column.width / whole) * SHEET_WIDTH })),
    rows,
    total,
    foot: notes,
  };
}

function drawSheet(workbook: ExcelJS.Workbook, bulletin: MonthlyBulletin, drawn: DrawnSheet): void {
  const { columns } = drawn;
  const sheet = addPrintedSheet(workbook, drawn.name, {
    frozenColumns: 0,
    headRows: [HEAD_ROW, HEAD_ROW],
    footer: `${bulletin.title}　${drawn.name}`,
  });
  const whole = [1, columns.length] as const;
  columns.forEach(({ width }, n) => (sheet.getColumn(n + 1).width = width));
  drawLine(sheet, TITLE_ROW, whole, { text: drawn.title, font: FONTS.title, alignment: CENTRED });
  drawLine(sheet, SUBTITLE_ROW, whole, {
    text: subtitleOf(bulletin),
    font: FONTS.subtitle,
    alignment: CENTRED,
  });
  columns.forEach(({ title }, n) => {
    drawCell(sheet.getCell(HEAD_ROW, n + 1), text(title), { font: HEAD });
  });
  [TITLE_PT, SUBTITLE_PT, HEAD_PT].forEach((height, n) => (sheet.getRow(n + 1).height = height));

  const rows = [...drawn.rows, ...(drawn.total === null ? [] : [drawn.total])];
  rows.forEach((row, n) => {
    drawRow(sheet, HEAD_ROW + 1 + n, row, columns, n === drawn.rows.length ? STRONG : BODY);
  });
  drawn.foot.forEach((line, n) => {
    const rowNumber = HEAD_ROW + 1 + rows.length + n;
    drawLine(sheet, rowNumber, whole, { text: line, font: FOOT, alignment: LEFT });
    const box = { text: line, width: SHEET_WIDTH, sizePt: SIZE_PT };
    sheet.getRow(rowNumber).height = rowHeightPt([box], SUBTITLE_PT);
  });
}

function drawRow(
  sheet: ExcelJS.Worksheet,
  rowNumber: number,
  row: readonly Cell[],
  columns: readonly Column[],
  font: Partial<ExcelJS.Font>,
): void {
  const boxes = columns.map(({ width, left }, n) => {
    const cell = row[n] ?? text('');
    drawCell(sheet.getCell(rowNumber, n + 1), cell, { font, ...(left === true && { alignment: LEFT }) });
    return { text: cell.kind === 'text' ? printedCell(cell) : '', width, sizePt: SIZE_PT };
  });
  sheet.getRow(rowNumber).height = rowHeightPt(boxes, ROW_PT);
}

function subtitleOf({ isDraft, docNo, issuingUnit, issuedOnWords }: MonthlyBulletin): string {
  return isDraft
    ? `草稿　${issuingUnit}　未经批准印发`
    : `${docNo}　　${issuingUnit}　　${issuedOnWords}印发`;
}

function text(value: string): Cell {
  return { kind: 'text', text: value };
}
