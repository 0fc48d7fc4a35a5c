import { beforeAll, describe, expect, it } from '@jest/globals';
import readExcelFile from 'read-excel-file/node';
import { buildMonthlyBulletin, DEFAULT_RECIPIENTS } from '../domain/monthly-bulletin.js';
import type { Cell } from '../domain/weekly-summary.js';
import { aChargedCadre, aMonth, anAdjustment, anIssuedMonth } from '../testing/month.factory.js';
import { readWorkbook, type ReadWorkbook } from '../testing/read-sheet.js';
import { renderBulletinWorkbook } from './monthly-bulletin.workbook.js';

const form = { timeZone: 'Asia/Shanghai', reviewDays: 30, ...DEFAULT_RECIPIENTS };
const HEAD_ROWS = 3;

/** What a reader finds in a cell: empty text is an empty cell, money is yuan. */
function valueOf(cell: Cell): string | number | null {
  switch (cell.kind) {
    case 'text':
      return cell.text === '' ? null : cell.text;
    case 'amount':
      return cell.fen / 100;
    case 'number':
    case 'quotient':
      return cell.value;
  }
}

describe('the monthly bulletin as a workbook', () => {
  const bulletin = buildMonthlyBulletin(anIssuedMonth({ adjustments: [anAdjustment()] }), form);
  let file: Buffer;
  let workbook: ReadWorkbook;
  beforeAll(async () => {
    file = await renderBulletinWorkbook(bulletin);
    workbook = await readWorkbook(file);
  });

  it('is read by another program: every figure and every cell of the annexes', async () => {
    const sheets = await readExcelFile(file);
    expect(sheets.map(({ sheet }) => sheet)).toEqual(['指标', '附件1', '附件2', '附件3']);
    const [figures, ...annexes] = sheets.map(({ data }) => data);
    expect(figures?.slice(HEAD_ROWS, HEAD_ROWS + bulletin.figures.length)).toEqual(
      bulletin.figures.map(({ group, name, cell, unit }) => [
        group,
        name,
        valueOf(cell),
        unit === '' ? null : unit,
      ]),
    );
    bulletin.annexes.forEach(({ columns, rows, total }, n) => {
      const all = [...rows, ...(total === null ? [] : [total])];
      expect(annexes[n]?.slice(HEAD_ROWS - 1, HEAD_ROWS + all.length)).toEqual([
        columns.map(({ title }) => title),
        ...all.map((row) => row.map(valueOf)),
      ]);
    });
  });

  it('holds quotients unrounded and shows them as on paper', () => {
    const [figures] = workbook.sheets;
    const row = HEAD_ROWS + 1 + bulletin.figures.findIndex(({ name }) => name === '较去年同期');
    expect(figures?.cell(`C${row}`)).toBeCloseTo(844 / 664 - 1, 14);
    expect(figures?.numberFormat(`C${row}`)).toBe('+0%;-0%;0%');
  });

  it('prints every sheet on A4 one page wide with its head on every page and 第n页', () => {
    for (const { name, xml } of workbook.sheets) {
      expect([name, /<pageSetup [^>]*paperSize="9"[^>]*fitToWidth="1"/.test(xml)]).toEqual([name, true]);
      expect(xml).toMatch(/<oddFooter>[^<]*第 &amp;P 页 共 &amp;N 页/);
    }
    expect(workbook.part('xl/workbook.xml').match(/Print_Titles/g)).toHaveLength(4);
  });

  it('says 草稿 under the title of what is not issued', async () => {
    const draft = await readWorkbook(await renderBulletinWorkbook(buildMonthlyBulletin(aMonth(), form)));
    for (const sheet of draft.sheets) expect(sheet.cell('A2')).toMatch(/^草稿/);
    for (const sheet of workbook.sheets) expect(sheet.cell('A2')).toMatch(/^官办发〔2026〕11号/);
  });

  it('has no cell that a spreadsheet would compute', async () => {
    const charged = ['=HYPERLINK("http://x","y")', '+1', '@SUM(A1)', '\t=1', '-1'].map((name, n) =>
      aChargedCadre({ line: n + 1, name }),
    );
    const safe = await readWorkbook(
      await renderBulletinWorkbook(buildMonthlyBulletin(anIssuedMonth({ charged }), form)),
    );
    expect(['B4', 'B5', 'B6', 'B7', 'B8'].map((address) => safe.sheets[1]?.cell(address))).toEqual([
      '\'=HYPERLINK("http://x","y")',
      "'+1",
      "'@SUM(A1)",
      "'\t=1",
      "'-1",
    ]);
    for (const { xml } of safe.sheets) expect(xml).not.toContain('<f>');
  });

  it('is the same to the byte for the same month', async () => {
    await new Promise((resolve) => setTimeout(resolve, 2_100));
    expect((await renderBulletinWorkbook(bulletin)).equals(file)).toBe(true);
  });
});
