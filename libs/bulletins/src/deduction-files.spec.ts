import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { readSheet } from 'read-excel-file/node';
import { Temporal } from 'temporal-polyfill';
import { type BatchInput, deductionFile, deductionFiles, readControl } from './deduction-files.js';
import type { DeductionBatch } from './domain/deductions/deduction-batch.js';
import { DEFAULT_MAPPING } from './domain/deductions/payroll-mapping.js';
import { type Field, longTable, type PayrollTable, wideTable } from './domain/deductions/payroll-table.js';
import { safeText } from './domain/sheet-safety.js';
import { aBatch, aHardBatch } from './testing/deductions.fixture.js';
import { aChargedCadre } from './testing/month.factory.js';
import { readWorkbook } from './testing/read-sheet.js';

const batch = aHardBatch();
const inputOf = (of: DeductionBatch): BatchInput => ({
  batch: of,
  mapping: DEFAULT_MAPPING,
  mappingVersion: 0,
  personCodes: new Map(of.lines.map(({ cadreCode }) => [cadreCode, cadreCode])),
  date: Temporal.PlainDate.from('2026-11-13'),
  prefix: 'deductions',
});
const input = inputOf(batch);
const tables = { long: longTable(input), wide: wideTable(input) };
const bytesOf = async (name: string): Promise<Buffer> => (await deductionFile(input, name)).bytes;

/** What another program ought to read: texts as they are made safe, amounts in yuan. */
const expected = ({ headings, rows }: PayrollTable, amount: (fen: number) => unknown): unknown[][] => [
  [...headings],
  ...[...rows].map((row) => row.map((field) => valueOf(field, amount))),
];
const valueOf = (field: Field, amount: (fen: number) => unknown): unknown => {
  if (field.kind === 'amount') return amount(field.fen);
  return field.kind === 'text' ? safeText(field.text) : field.value;
};
const twoDecimals = (fen: number): string => (fen / 100).toFixed(2);

describe.each(['long', 'wide'] as const)('the %s shape', (shape) => {
  it('reads back from xlsx cell by cell: codes as text, amounts as numbers', async () => {
    const read = await readSheet(await bytesOf(`deductions-${shape}.xlsx`));
    const want = expected(tables[shape], (fen) => fen / 100).map((row) =>
      row.map((value) => (value === '' ? null : value)),
    );
    expect(read).toEqual(want);
  });

  it.each([
    ['utf8', '\ufeff'],
    ['gb18030', ''],
  ])('reads back from CSV in %s, field by field', async (encoding, mark) => {
    const bytes = await bytesOf(`deductions-${shape}-${encoding}.csv`);
    const text = iconv.decode(bytes, encoding, { stripBOM: false });
    expect(text.startsWith('\ufeff')).toBe(mark !== '');
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    const want = expected(tables[shape], twoDecimals).map((row) => row.map(String));
    expect(parse(text, { bom: true })).toEqual(want);
  });
});

describe('the files of a batch', () => {
  it('hold a character outside the BMP in both encodings', async () => {
    const gb18030 = await bytesOf('deductions-long-gb18030.csv');
    expect(new TextDecoder('gb18030', { fatal: true }).decode(gb18030)).toContain('卢小𠮷');
    const utf8 = await bytesOf('deductions-long-utf8.csv');
    expect(new TextDecoder('utf-8', { fatal: true }).decode(utf8)).toContain('卢小𠮷');
  });

  it('let no text begin a formula, while a reversal stays a number', async () => {
    const text = iconv.decode(await bytesOf('deductions-long-utf8.csv'), 'utf8');
    const lines: string[][] = parse(text, { bom: true });
    const fields = lines.flat();
    expect(fields).toContain('\'=HYPERLINK("http://x","y")');
    expect(fields).toContain("'@SUM(A1)");
    expect(fields).toContain("'-2+3");
    expect(fields).toContain('-100.00');
    expect(fields.filter((field) => /^[=+\-@\t\r]/.test(field) && !/^-\d+(\.\d\d)?$/.test(field))).toEqual(
      [],
    );
  });

  it('show amounts with two decimals in xlsx, and codes by a text cell', async () => {
    const [sheet] = (await readWorkbook(await bytesOf('deductions-long.xlsx'))).sheets;
    expect(sheet?.cell('D2')).toBe('0007');
    expect(sheet?.numberFormat('J3')).toBe('0.00');
    expect(sheet?.cell('J3')).toBe(-100);
    expect(sheet?.xml).not.toContain('<f>');
  });

  it('are the same bytes each time', async () => {
    const [first, second] = [await deductionFiles(input), await deductionFiles(input)];
    expect(second.map(({ bytes }) => sha256(bytes))).toEqual(first.map(({ bytes }) => sha256(bytes)));
    expect(first.map(({ name }) => name)).toEqual([
      'deductions-control.json',
      'deductions-control.xlsx',
      'deductions.xlsx',
      'deductions-long.xlsx',
      'deductions-long-utf8.csv',
      'deductions-long-gb18030.csv',
      'deductions-wide.xlsx',
      'deductions-wide-utf8.csv',
      'deductions-wide-gb18030.csv',
    ]);
  });

  it('are each in the control totals with rows, sum, size and SHA-256', async () => {
    const [control, sheet, ...files] = await deductionFiles(input);
    const totals = readControl(control?.bytes ?? Buffer.alloc(0));
    expect(totals).toMatchObject({
      batchNo: 'T01-202610',
      draft: false,
      persons: 5,
      lines: 7,
      computedFen: 80_000,
      current: { lines: 4, amountFen: 65_050 },
      supplement: { lines: 1, amountFen: 2_500 },
      reversal: { lines: 2, amountFen: -20_000 },
      netFen: 47_550,
      leftOut: { lines: 1, contractPersons: 1, contractMisses: 1 },
    });
    expect(totals.files).toEqual(
      files.map(({ name, bytes }) =>
        expect.objectContaining({ name, bytes: bytes.length, sha256: sha256(bytes), amountFen: 47_550 }),
      ),
    );
    const read = await readSheet(sheet?.bytes ?? Buffer.alloc(0), '文件校验');
    expect(read.slice(1).map((row) => row[4])).toEqual(totals.files.map((file) => file.sha256));
  });
});

describe('the sheet for people as a file', () => {
  it('reads back with its rows, totals and capitals, on A4 landscape one page wide', async () => {
    const bytes = await bytesOf('deductions.xlsx');
    const read = await readSheet(bytes);
    expect(read[0]?.[0]).toBe('官埠桥镇2026年10月岗位补贴扣发表');
    expect(read[3]?.slice(0, 14)).toEqual([
      1,
      '0007',
      '卢小𠮷',
      '党政办公室',
      '公务员',
      800,
      '2026-10',
      '43',
      1,
      100,
      100,
      100,
      null,
      100,
    ]);
    expect(read[4]?.slice(6, 14)).toEqual(['2026-09', '38', -1, 100, 0, 0, -100, -100]);
    const total = read.find((row) => row[2] === '合计');
    expect(total?.slice(10, 14)).toEqual([900, 675.5, -200, 475.5]);
    expect(read.flat()).toContainEqual(expect.stringContaining('人民币肆佰柒拾伍元伍角整'));
    const [sheet] = (await readWorkbook(bytes)).sheets;
    expect(sheet?.xml).toMatch(/<pageSetup [^>]*orientation="landscape"/);
    expect(sheet?.xml).toMatch(/<pageSetup [^>]*paperSize="9"/);
    expect(sheet?.xml).toContain('fitToPage="1"');
  });

  it('repeats its head on every page, and leaves the signatures no page of their own', async () => {
    const many = Array.from({ length: 200 }, (_, n) =>
      aChargedCadre({ line: n + 1, cadreCode: `C${1000 + n}` }),
    );
    const { bytes } = await deductionFile(inputOf(aBatch({ charged: many })), 'deductions.xlsx');
    const workbook = await readWorkbook(bytes);
    const [sheet] = workbook.sheets;
    const signatures = 3 + many.length + 4;
    expect(sheet?.cell(`A${signatures}`)).toContain('制表人');
    expect(workbook.part('xl/workbook.xml')).toContain(`'扣发表'!$A$1:$R$${signatures}</definedName>`);
    expect(workbook.part('xl/workbook.xml')).toContain("'扣发表'!$3:$3</definedName>");
    expect(sheet?.xml).toContain(`<mergeCell ref="P${signatures}:R${signatures}"/>`);
    const breaks = [...(sheet?.xml ?? '').matchAll(/<brk id="(\d+)"/g)].map(([, row]) => Number(row));
    expect(breaks.length).toBeGreaterThan(5);
    // Two rows of people, the total and the capitals stand above them.
    expect(breaks.at(-1)).toBeLessThanOrEqual(signatures - 6);
  });
});

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
