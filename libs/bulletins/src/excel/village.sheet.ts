import type ExcelJS from 'exceljs';
import type { Cell, VillageRow, WeeklySummary } from '../domain/weekly-summary.js';
import { addPrintedSheet, drawCell, drawLine } from './sheet.js';
import { CENTRED, FONTS, LEFT, MISSED_FILL } from './styles.js';
import { rowHeightPt } from './text-height.js';

interface VillageColumn {
  readonly title: string;
  readonly width: number;
  readonly left?: true;
  readonly cell: (row: VillageRow) => Cell;
}

const COLUMNS: readonly VillageColumn[] = [
  { title: '村', width: 18, cell: (row) => ({ kind: 'text', text: row.villageName }) },
  { title: '设备', width: 36, left: true, cell: (row) => ({ kind: 'text', text: row.clocks }) },
  { title: '到访人数', width: 12, cell: (row) => ({ kind: 'number', value: row.visitors }) },
  { title: '人次', width: 12, cell: (row) => ({ kind: 'number', value: row.visits }) },
  { title: '末次采集', width: 20, cell: (row) => ({ kind: 'text', text: row.lastRead }) },
  { title: '异常条数', width: 12, cell: (row) => ({ kind: 'number', value: row.incidents }) },
  { title: '采集情况', width: 38, left: true, cell: (row) => ({ kind: 'text', text: row.collection }) },
];
const SIZE_PT = 11;
const FONT = { ...FONTS.body, size: SIZE_PT };
const STRONG = { ...FONTS.bodyStrong, size: SIZE_PT };
const [TITLE_ROW, SUBTITLE_ROW, HEAD_ROW] = [1, 2, 3];
const HEIGHTS = [32, 20, 26];
const ROW_PT = 24;

/** Sheet 2 of the weekly summary, by village: visitors in persons (人), visits in 人次, and how its clocks were read. */
export function drawVillageSheet(workbook: ExcelJS.Workbook, summary: WeeklySummary): void {
  const sheet = addPrintedSheet(workbook, '按村汇总', {
    frozenColumns: 1,
    headRows: [HEAD_ROW, HEAD_ROW],
    footer: summary.villageTitle,
  });
  COLUMNS.forEach((column, n) => (sheet.getColumn(n + 1).width = column.width));
  HEIGHTS.forEach((height, n) => (sheet.getRow(n + 1).height = height));
  const whole = [1, COLUMNS.length] as const;
  drawLine(sheet, TITLE_ROW, whole, { text: summary.villageTitle, font: FONTS.title, alignment: CENTRED });
  drawLine(sheet, SUBTITLE_ROW, whole, { text: summary.subtitle, font: FONTS.subtitle, alignment: CENTRED });
  COLUMNS.forEach(({ title }, n) => {
    const head = { font: { ...FONTS.head, size: SIZE_PT } };
    drawCell(sheet.getCell(HEAD_ROW, n + 1), { kind: 'text', text: title }, head);
  });
  summary.villages.forEach((row, n) => drawVillage(sheet, HEAD_ROW + 1 + n, row));
  drawTotals(sheet, HEAD_ROW + 1 + summary.villages.length, summary);
}

function drawVillage(sheet: ExcelJS.Worksheet, rowNumber: number, row: VillageRow): void {
  const boxes = COLUMNS.map((column, n) => {
    const cell = column.cell(row);
    drawCell(sheet.getCell(rowNumber, n + 1), cell, {
      font: row.needsAttention ? STRONG : FONT,
      ...(column.left === true && { alignment: LEFT }),
      ...(row.needsAttention && { fill: MISSED_FILL }),
    });
    return { text: cell.kind === 'text' ? cell.text : '', width: column.width, sizePt: SIZE_PT };
  });
  sheet.getRow(rowNumber).height = rowHeightPt(boxes, ROW_PT);
}

/** Visitors are not added up: one person may have been in several villages. */
function drawTotals(sheet: ExcelJS.Worksheet, rowNumber: number, summary: WeeklySummary): void {
  const text = (value: string): Cell => ({ kind: 'text', text: value });
  const cells: readonly Cell[] = [
    text('合计'),
    text(''),
    text('—'),
    { kind: 'number', value: summary.villageTotals.visits },
    text(''),
    { kind: 'number', value: summary.villageTotals.incidents },
    text(''),
  ];
  cells.forEach((cell, n) => drawCell(sheet.getCell(rowNumber, n + 1), cell, { font: STRONG }));
  sheet.getRow(rowNumber).height = ROW_PT;
}
