import type ExcelJS from 'exceljs';
import { safeText } from '../domain/sheet-safety.js';
import type { Cell } from '../domain/weekly-summary.js';
import { CENTRED, FITTED, FONTS, GRID, YUAN_FORMAT } from './styles.js';
import { MARGINS } from './page.js';

const A4 = 9;

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
  sheet.headerFooter.oddFooter = `&L&9${footerText(layout.footer)}&C&9第 &P 页 共 &N 页`;
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

/** In page footers `&` starts a code; a digit right after `&9` would be read as part of the size. */
function footerText(text: string): string {
  return ` ${text.replaceAll('&', '&&')}`;
}
