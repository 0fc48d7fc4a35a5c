import { describe, expect, it } from '@jest/globals';
import { readSheet } from 'read-excel-file/node';
import { Temporal } from 'temporal-polyfill';
import { readWorkbook } from '../testing/read-sheet.js';
import { CellStyles } from './cell-styles.js';
import { type StreamedRow, streamedWorkbook } from './streamed-workbook.js';

const styles = new CellStyles();
const quiet = styles.of({ numFmt: '0.00;-0.00;', font: { name: '宋体', size: 9 }, grid: true });
const bookOf = (rows: Iterable<StreamedRow>): Promise<Buffer> =>
  streamedWorkbook(
    {
      title: '表',
      styles,
      sheets: [
        {
          name: "甲's & 乙",
          widths: [9, 30],
          rows,
          frozen: { columns: 0, rows: 1 },
          headRow: 1,
          footer: '',
          gridLines: true,
        },
      ],
    },
    Temporal.PlainDate.from('2026-11-13'),
  );

function* manyRows(count: number): Generator<StreamedRow> {
  for (let n = 1; n <= count; n += 1) {
    yield { cells: [{ style: quiet, number: `${n}.50` }, null], endsPage: n % 2 === 0, heightPt: 20 };
  }
}

describe('a streamed workbook', () => {
  it('is read by another program: numbers, texts made safe, characters that XML cannot hold replaced', async () => {
    const file = await bookOf([
      {
        cells: [
          { style: 0, text: '数' },
          { style: 0, text: '名' },
        ],
      },
      {
        cells: [
          { style: quiet, number: '-12.50' },
          { style: 0, text: '=1+1 <𠮷> & "\u0001"' },
        ],
      },
      { cells: [null, { style: 0, text: '' }] },
      {
        cells: [
          { style: 0, number: '7' },
          { style: 0, text: '名' },
        ],
      },
    ]);
    expect(await readSheet(file)).toEqual([
      ['数', '名'],
      [-12.5, '\'=1+1 <𠮷> & "\ufffd"'],
      [null, null],
      [7, '名'],
    ]);
    const [sheet] = (await readWorkbook(file)).sheets;
    expect(sheet?.name).toBe("甲's & 乙");
    expect(sheet?.numberFormat('A2')).toBe('0.00;-0.00;');
    expect(sheet?.fontName('A2')).toBe('宋体');
  });

  it('writes no more page breaks than Excel can read: the last, where there are too many', async () => {
    const xmlOf = async (rows: number): Promise<string> =>
      (await readWorkbook(await bookOf(manyRows(rows)))).sheets[0]?.xml ?? '';
    expect((await xmlOf(2_000)).match(/<brk /g)).toHaveLength(1_000);
    expect((await xmlOf(2_003)).match(/<brk [^>]*>/g)).toEqual(['<brk id="2002" max="16383" man="1"/>']);
  });
});
