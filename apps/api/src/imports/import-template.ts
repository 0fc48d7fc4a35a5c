import ExcelJS from 'exceljs';
import type { ColumnKind, ImportColumn, ImportForm } from './import-columns.js';

const FONT = { name: '宋体', size: 11 };
const TEXT = '@';
const NUMBER_FORMATS: Readonly<Partial<Record<ColumnKind, string>>> = {
  amount: '0.00',
  date: 'yyyy-mm-dd',
  moment: 'yyyy-mm-dd hh:mm',
};
/** Rows with a drop-down list. */
const LISTED_ROWS = 2000;
const FIRST_ROW = 2;
const VILLAGES = '村名册';

/** exceljs writes rules for whole ranges, but its types know only single cells. */
interface RangeRules {
  readonly dataValidations: { add(range: string, rule: ExcelJS.DataValidation): void };
}

/**
 * The form of an import as a workbook: headings with notes, an example row that is never imported, drop-down
 * lists, text format where leading zeros matter; then how to fill it in, and the villages.
 */
export async function importTemplate(
  form: ImportForm,
  villages: readonly { readonly code: string; readonly name: string }[],
): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet(form.title, {
    views: [{ state: 'frozen', ySplit: 1 }],
    pageSetup: { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
  });
  form.columns.forEach((column, index) => fillColumn(sheet, index + 1, column, villages.length));
  sheet.getRow(1).height = 24;
  const example = sheet.getRow(FIRST_ROW);
  form.columns.forEach(({ example: text, kind }, index) => {
    const cell = example.getCell(index + 1);
    cell.value = text === '' ? null : kind === 'amount' ? Number(text) : text;
    cell.font = { ...FONT, italic: true, color: { argb: 'FF7F7F7F' } };
  });
  explain(workbook.addWorksheet('填写说明'), form);
  listVillages(workbook.addWorksheet(VILLAGES), villages);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

function fillColumn(sheet: ExcelJS.Worksheet, index: number, column: ImportColumn, villages: number): void {
  const { heading, kind, required, note, width, choices } = column;
  const place = sheet.getColumn(index);
  place.width = width;
  place.numFmt = NUMBER_FORMATS[kind] ?? TEXT;
  place.font = FONT;
  const cell = sheet.getCell(1, index);
  cell.value = required ? `${heading}*` : heading;
  cell.note = note;
  cell.numFmt = TEXT;
  cell.font = { ...FONT, bold: true };
  cell.alignment = { horizontal: 'center', vertical: 'middle' };
  cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: required ? 'FFFFE699' : 'FFEDEDED' } };
  cell.border = { bottom: { style: 'thin' } };
  const list = listOf(column, choices, villages);
  if (list === null) return;
  const range = `${place.letter}${FIRST_ROW}:${place.letter}${FIRST_ROW + LISTED_ROWS}`;
  (sheet as unknown as RangeRules).dataValidations.add(range, {
    type: 'list',
    allowBlank: true,
    formulae: [list],
    showErrorMessage: true,
    errorTitle: heading,
    error: note,
  });
}

function listOf({ field }: ImportColumn, choices: ImportColumn['choices'], villages: number): string | null {
  if (choices !== undefined) return `"${Object.keys(choices).join(',')}"`;
  if (!/villageCode$/i.test(field) || villages === 0) return null;
  return `${VILLAGES}!$A$2:$A$${villages + 1}`;
}

function explain(sheet: ExcelJS.Worksheet, { columns }: ImportForm): void {
  sheet.pageSetup = {
    paperSize: 9,
    orientation: 'landscape',
    fitToPage: true,
    fitToWidth: 1,
    fitToHeight: 0,
  };
  sheet.getColumn(1).width = 20;
  sheet.getColumn(2).width = 8;
  sheet.getColumn(3).width = 80;
  sheet.addRow(['列', '必填', '说明']).font = { ...FONT, bold: true };
  for (const { heading, required, note } of columns) {
    sheet.addRow([heading, required ? '是' : '否', note]).font = FONT;
  }
  for (const line of [
    '第一行表头不要改动，列的先后可以不同；不要合并单元格，不要用公式。',
    '以“示例”开头的行不导入，可以留着，也可以删去。',
    '有一行不对，整表都不导入，并逐行说明原因；改正后可重复导入，已有的不会重复。',
  ]) {
    sheet.addRow(['提示', '', line]).font = FONT;
  }
}

function listVillages(
  sheet: ExcelJS.Worksheet,
  villages: readonly { readonly code: string; readonly name: string }[],
): void {
  sheet.getColumn(1).width = 12;
  sheet.getColumn(2).width = 20;
  sheet.addRow(['村编号', '村名']).font = { ...FONT, bold: true };
  for (const { code, name } of villages) {
    const row = sheet.addRow([code, name]);
    row.font = FONT;
    row.numFmt = TEXT;
  }
}
