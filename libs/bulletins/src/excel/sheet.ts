import type ExcelJS from 'exceljs';
import { safeText } from '../domain/sheet-safety.js';
import type { Cell } from '../domain/weekly-summary.js';
import { CENTRED, FITTED, FONTS, GRID, QUOTIENT_FORMATS, YUAN_FORMAT } from './styles.js';
import { A4, MARGINS, pageFooter } from './page.js';

/** How a table cell departs from the plain one: centred 宋体 with a thin grid. */
export interface CellLook {
  readonly font?: Partial<ExcelJS.Font>;
  readonly alignment?: Partial<ExcelJS.Alignment>;
  readonly fill?: ExcelJS.Fill;
  readonly numFmt?: string;
}

/** Adds a sheet set up to be printed on A4 landscape, one page wide, with page numbers and frozen headings. */
export function addPrintedSheet(
  workbook: ExcelJS.Workbook,
  name: string,
  layout: {
    readonly frozenColumns: number;
    readonly headRows: readonly [first: number, last: number];
    readonly footer: string;
  },
): ExcelJS.Worksheet {
  const [firstHead, lastHead] = layout.headRows;
  const sheet = workbook.addWorksheet(name, {
    views: [
      {
        state: 'frozen',
        xSplit: layout.frozenColumns,
        ySplit: lastHead,
        showGridLines: false,
        zoomScale: 100,
      },
    ],
    pageSetup: {
      paperSize: A4,
      orientation: 'landscape',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      horizontalCentered: true,
      margins: { ...MARGINS },
      printTitlesRow: `${firstHead}:${lastHead}`,
    },
  });
  sheet.headerFooter.oddFooter = pageFooter(layout.footer);
  return sheet;
}

/** Writes one cell of a table; text from people is made harmless here, on the only way into a table. */
export function drawCell(target: ExcelJS.Cell, cell: Cell, look: CellLook = {}): void {
  switch (cell.kind) {
    case 'text':
      if (cell.text !== '') target.value = safeText(cell.text);
      break;
    case 'number':
      target.value = cell.value;
      break;
    case 'amount':
      target.value = cell.fen / 100;
      target.numFmt = YUAN_FORMAT;
      break;
    case 'quotient':
      target.value = cell.value;
      target.numFmt = QUOTIENT_FORMATS[cell.of];
      break;
  }
  target.font = look.font ?? FONTS.body;
  target.alignment = look.alignment ?? (cell.kind === 'text' ? CENTRED : FITTED);
  target.border = GRID;
  if (look.fill !== undefined) target.fill = look.fill;
  if (look.numFmt !== undefined) target.numFmt = look.numFmt;
}

/** Writes one line over columns `from` to `to` of a row, without a grid. */
export function drawLine(
  sheet: ExcelJS.Worksheet,
  row: number,
  [from, to]: readonly [number, number],
  line: {
    readonly text: string;
    readonly font: Partial<ExcelJS.Font>;
    readonly alignment: Partial<ExcelJS.Alignment>;
  },
): void {
  sheet.mergeCells(row, from, row, to);
  const cell = sheet.getCell(row, from);
  cell.value = safeText(line.text);
  cell.font = line.font;
  cell.alignment = line.alignment;
}
