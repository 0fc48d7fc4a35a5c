import ExcelJS from 'exceljs';
import { SUMMARY_COLUMNS, type SummaryColumnKey } from '../domain/weekly-summary.columns.js';
import type { Cell, SummaryRow, WeeklySummary } from '../domain/weekly-summary.js';
import { pageBreaks, pageHeightPt } from './page.js';
import { addPrintedSheet, drawCell, drawLine, type CellLook } from './sheet.js';
import {
  BODY_SIZE,
  CENTRED,
  FONTS,
  FOOT_SIZE,
  LEFT,
  MISSED_FILL,
  QUIET_FORMAT,
  QUIET_YUAN_FORMAT,
} from './styles.js';
import { rowHeightPt } from './text-height.js';
import { drawVillageSheet } from './village.sheet.js';
import { workbookBytes } from './workbook-bytes.js';

/** In characters. Together they fit A4 landscape at a scale that keeps 9 pt text above 7 pt on paper. */
const WIDTHS: Readonly<Record<SummaryColumnKey, number>> = {
  index: 3.6,
  name: 7,
  office: 10.4,
  category: 4.8,
  homeVillage: 7.8,
  quota: 3.8,
  day1: 11.1,
  day2: 11.1,
  day3: 11.1,
  day4: 11.1,
  day5: 11.1,
  day6: 11.1,
  day7: 11.1,
  villageDays: 4.2,
  enterpriseDays: 4.2,
  creditedDays: 4.2,
  totalDays: 4.2,
  excused: 4.8,
  checklistItems: 4.2,
  onTimeItems: 4.8,
  verdict: 4.8,
  reasons: 12,
  misses: 3.6,
  amount: 7.4,
  corrections: 3.6,
  ownCheck: 7.6,
  note: 7,
};
const LEFT_ALIGNED: ReadonlySet<SummaryColumnKey> = new Set(['office', 'reasons', 'note']);
const STRONG_WHEN_MISSED: ReadonlySet<SummaryColumnKey> = new Set(['name', 'verdict', 'reasons']);
const QUIET: ReadonlySet<SummaryColumnKey> = new Set([
  'enterpriseDays',
  'creditedDays',
  'excused',
  'misses',
  'corrections',
]);

const COLUMNS = SUMMARY_COLUMNS.length;
const NAME_COLUMN = 2;
const [TITLE_ROW, SUBTITLE_ROW, HEAD_ROW, DATE_ROW] = [1, 2, 3, 4];
const TITLE_PT = 30;
const SUBTITLE_PT = 20;
const HEAD_PT = 26;
const DATE_PT = 24;
const ROW_PT = 27;
const SIGNATURE_PT = 40;
/** People who stay with the foot, so that signatures never stand on a sheet without a single name. */
const ROWS_KEPT_WITH_FOOT = 3;

/** The weekly summary as an xlsx file of two sheets, 周汇总表 and 按村汇总. Same summary, same bytes. */
export async function renderWeeklySummary(summary: WeeklySummary): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  workbook.creator = summary.issuingUnit;
  workbook.lastModifiedBy = summary.issuingUnit;
  workbook.title = summary.title;
  drawPeopleSheet(workbook, summary);
  drawVillageSheet(workbook, summary);
  return workbookBytes(workbook, summary.issuedOn);
}

function drawPeopleSheet(workbook: ExcelJS.Workbook, summary: WeeklySummary): void {
  const sheet = addPrintedSheet(workbook, '周汇总表', {
    frozenColumns: NAME_COLUMN,
    headRows: [HEAD_ROW, DATE_ROW],
    footer: summary.title,
  });
  const widths = SUMMARY_COLUMNS.map(({ key }) => WIDTHS[key]);
  widths.forEach((width, n) => (sheet.getColumn(n + 1).width = width));
  drawHead(sheet, summary);

  const heights = [
    ...summary.rows.map((row, n) => drawPerson(sheet, DATE_ROW + 1 + n, row)),
    drawTotals(sheet, DATE_ROW + 1 + summary.rows.length, summary),
    ...drawFoot(sheet, DATE_ROW + 2 + summary.rows.length, summary, widths),
  ];
  heights.forEach((height, n) => (sheet.getRow(DATE_ROW + 1 + n).height = height));
  const footRows = heights.length - summary.rows.length;
  const breaks = pageBreaks({
    rowHeights: heights,
    keepTogether: footRows + Math.min(ROWS_KEPT_WITH_FOOT, summary.rows.length),
    openingPt: TITLE_PT + SUBTITLE_PT,
    headPt: HEAD_PT + DATE_PT,
    pagePt: pageHeightPt(widths),
  });
  for (const after of breaks) sheet.getRow(DATE_ROW + after).addPageBreak();
  // exceljs puts the $ before the column letters only.
  sheet.pageSetup.printArea = `A$1:${sheet.getColumn(COLUMNS).letter}$${DATE_ROW + heights.length}`;
}

function drawHead(sheet: ExcelJS.Worksheet, summary: WeeklySummary): void {
  drawLine(sheet, TITLE_ROW, [1, COLUMNS], { text: summary.title, font: FONTS.title, alignment: CENTRED });
  drawLine(sheet, SUBTITLE_ROW, [1, COLUMNS], {
    text: summary.subtitle,
    font: FONTS.subtitle,
    alignment: CENTRED,
  });
  const dates: Partial<Record<SummaryColumnKey, string>> = summary.dayHeads;
  SUMMARY_COLUMNS.forEach(({ key, title }, n) => {
    const date = dates[key];
    drawCell(sheet.getCell(HEAD_ROW, n + 1), { kind: 'text', text: title }, { font: FONTS.head });
    drawCell(sheet.getCell(DATE_ROW, n + 1), { kind: 'text', text: date ?? '' }, { font: FONTS.head });
    if (date === undefined) sheet.mergeCells(HEAD_ROW, n + 1, DATE_ROW, n + 1);
  });
  [TITLE_PT, SUBTITLE_PT, HEAD_PT, DATE_PT].forEach((height, n) => (sheet.getRow(n + 1).height = height));
}

/** Draws one cadre and answers the height the row needs. */
function drawPerson(sheet: ExcelJS.Worksheet, rowNumber: number, row: SummaryRow): number {
  const missed = row.verdict === 'missed';
  SUMMARY_COLUMNS.forEach(({ key }, n) => {
    const look: CellLook = {
      font: missed && STRONG_WHEN_MISSED.has(key) ? FONTS.bodyStrong : FONTS.body,
      ...(LEFT_ALIGNED.has(key) && { alignment: LEFT }),
      ...(missed && { fill: MISSED_FILL }),
      ...(QUIET.has(key) && { numFmt: QUIET_FORMAT }),
      ...(key === 'amount' && { numFmt: QUIET_YUAN_FORMAT }),
    };
    drawCell(sheet.getCell(rowNumber, n + 1), row.cells[key], look);
  });
  const boxes = SUMMARY_COLUMNS.map(({ key }) => ({
    text: printed(row.cells[key]),
    width: WIDTHS[key],
    sizePt: BODY_SIZE,
  }));
  return rowHeightPt(boxes, ROW_PT);
}

function drawTotals(sheet: ExcelJS.Worksheet, rowNumber: number, summary: WeeklySummary): number {
  SUMMARY_COLUMNS.forEach(({ key }, n) => {
    const cell = summary.totalCells[key] ?? { kind: 'text', text: '' };
    drawCell(sheet.getCell(rowNumber, n + 1), cell, { font: FONTS.bodyStrong });
  });
  sheet.mergeCells(rowNumber, 1, rowNumber, NAME_COLUMN);
  return ROW_PT;
}

function drawFoot(
  sheet: ExcelJS.Worksheet,
  firstRow: number,
  summary: WeeklySummary,
  widths: readonly number[],
): number[] {
  const width = widths.reduce((total, each) => total + each, 0);
  const heights = summary.foot.map((text, n) => {
    drawLine(sheet, firstRow + n, [1, COLUMNS], { text, font: FONTS.foot, alignment: LEFT });
    return rowHeightPt([{ text, width, sizePt: FOOT_SIZE }], FOOT_SIZE * 1.5);
  });
  const signatureRow = firstRow + heights.length;
  const span = Math.floor(COLUMNS / summary.signatures.length);
  summary.signatures.forEach((signature, n) => {
    const last = n === summary.signatures.length - 1 ? COLUMNS : (n + 1) * span;
    drawLine(sheet, signatureRow, [n * span + 1, last], {
      text: `${signature}：${'　'.repeat(10)}年　　月　　日`,
      font: FONTS.signature,
      alignment: { horizontal: 'left', vertical: 'bottom' },
    });
  });
  return [...heights, SIGNATURE_PT];
}

function printed(cell: Cell): string {
  return cell.kind === 'text' ? cell.text : '';
}
