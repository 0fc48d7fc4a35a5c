import { describe, expect, it } from '@jest/globals';
import { CodedError } from '@cunqin/platform/errors';
import { type ExpectedPerson, matchReceipt } from './match-receipt.js';
import { type ReceivedCell, type ReceivedRow, receiptLines, typedFen } from './receipt-lines.js';

const cell = (value: string | number | null): ReceivedCell => {
  if (value === null) return null;
  return typeof value === 'number' ? { kind: 'number', value } : { kind: 'text', text: value };
};
const rows = (...of: (string | number | null)[][]): ReceivedRow[] =>
  of.map((cells, n) => ({ row: n + 1, cells: cells.map(cell) }));
const codeOf = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (refusal) {
    return refusal instanceof CodedError
      ? [refusal.code, ...refusal.fields.map(({ field }) => field)]
      : refusal;
  }
};

describe('a typed amount', () => {
  it.each([
    ['100', 10_000],
    ['100.5', 10_050],
    ['1,200.00', 120_000],
    ['１００', 10_000],
    ['１，２００．５０', 120_050],
    ['100元', 10_000],
    ['¥100.00', 10_000],
    ['￥ 1,000,000', 100_000_000],
    ['-100.00', -10_000],
    ['－100', -10_000],
    ["'-100.00", -10_000],
    ['100.500', 10_050],
    ['0', 0],
    ['-0', 0],
  ])('%s is %i fen', (typed, fen) => {
    expect(typedFen(typed)).toBe(fen);
  });

  it.each([
    '',
    '一百',
    '壹佰元整',
    '1,20',
    '12,00.00',
    '1.234',
    '1e3',
    '100 人',
    '(100)',
    '1.2.3',
    '--1',
    '=100',
  ])('%j is not guessed', (typed) => {
    expect(typedFen(typed)).toBeNull();
  });
});

describe('the lines of a receipt', () => {
  it('stand under the headings, however they are called and whatever is above them', () => {
    const received = rows(
      ['官埠桥镇 2026年11月 扣款回执'],
      ['序号', '职工编号', '姓 名', '金额', '实扣金额（元）'],
      [1, '0007', '张伟', 999, 100],
      [2, 'C002', '李四', 999, '1,200.00'],
    );
    expect(receiptLines(received)).toEqual([
      { row: 3, personCode: '0007', actualFen: 10_000 },
      { row: 4, personCode: 'C002', actualFen: 120_000 },
    ]);
  });

  it('are not the totals, nor the empty ones', () => {
    const received = rows(
      ['人员编码', '姓名', '实扣金额'],
      ['C001', '张伟', 100],
      [null, null, null],
      [null, '合 计', 100],
      ['总计', null, 100],
    );
    expect(receiptLines(received).map(({ row }) => row)).toEqual([2]);
  });

  it('are refused with every line that cannot be read', () => {
    const received: ReceivedRow[] = [
      ...rows(['人员编码', '实扣金额'], ['C001', '一百'], [null, 100], ['C003', 100.005], ['C004', null]),
      { row: 6, cells: [cell('C005'), { kind: 'formula' }] },
      { row: 7, cells: [cell('=A1'), cell(100)] },
    ];
    expect(codeOf(() => receiptLines(received))).toEqual([
      'RECEIPT.BAD_LINES',
      ...[2, 3, 4, 5, 6, 7].map((row) => `row ${row}`),
    ]);
  });

  it('cannot be without both headings', () => {
    expect(codeOf(() => receiptLines(rows(['姓名', '实扣金额'], ['张伟', 100])))).toEqual([
      'RECEIPT.NO_HEADINGS',
      'file',
    ]);
  });

  it('are exact to the fen when a spreadsheet holds them in binary', () => {
    expect(receiptLines(rows(['编码', '金额'], ['C001', 1.1 + 2.2]))[0]?.actualFen).toBe(330);
  });
});

describe('a receipt', () => {
  const person = (cadreCode: string, ...amountsFen: number[]): ExpectedPerson => ({
    cadreCode,
    personCode: `P${cadreCode}`,
    amountsFen,
  });
  const line = (row: number, personCode: string, actualFen: number) => ({ row, personCode, actualFen });

  it('matches by the sum, or by the very lines that were sent', () => {
    const expected = [person('1', 10_000), person('2', 20_000, -10_000), person('3', 20_000, -10_000)];
    const lines = [
      line(2, 'P1', 10_000),
      line(3, 'P2', 10_000),
      line(4, 'P3', -10_000),
      line(5, 'P3', 20_000),
    ];
    expect(matchReceipt(expected, lines)).toEqual({
      matched: 3,
      lines: 4,
      expectedFen: 30_000,
      actualFen: 30_000,
      differences: [],
    });
  });

  it('lists other sums, missing persons, unknown codes and doubled lines', () => {
    const expected = [person('1', 10_000), person('2', 20_000), person('3', 30_000)];
    const lines = [line(2, 'P1', 5_000), line(3, 'P3', 30_000), line(4, 'P3', 30_000), line(5, 'X9', 1)];
    expect(matchReceipt(expected, lines)).toMatchObject({
      matched: 0,
      differences: [
        { kind: 'amount', cadreCode: '1', expectedFen: 10_000, actualFen: 5_000, rows: [2] },
        { kind: 'missing', cadreCode: '2', expectedFen: 20_000, actualFen: null, rows: [] },
        { kind: 'doubled', cadreCode: '3', expectedFen: 30_000, actualFen: 60_000, rows: [3, 4] },
        { kind: 'unknown', cadreCode: 'X9', expectedFen: null, actualFen: 1, rows: [5] },
      ],
    });
  });

  it('need not name who comes out even', () => {
    expect(matchReceipt([person('1', 10_000, -10_000)], [])).toMatchObject({ matched: 1, differences: [] });
  });
});
