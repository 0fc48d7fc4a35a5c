import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aBatch, aHardBatch, aReversal, aSupplement } from '../../testing/deductions.fixture.js';
import { aChargedCadre } from '../../testing/month.factory.js';
import { deductionControl } from './deduction-control.js';
import { deductionMonth, type DeductionBatch } from './deduction-batch.js';
import { deductionSheet } from './deduction-sheet.js';
import { DEFAULT_MAPPING } from './payroll-mapping.js';
import { type Field, longTable, movingLines, type PayrollTable, wideTable } from './payroll-table.js';

const inputOf = (batch: DeductionBatch) => ({
  batch,
  mapping: DEFAULT_MAPPING,
  personCodes: new Map(batch.lines.map(({ cadreCode }) => [cadreCode, cadreCode])),
});
const sheetOf = (batch: DeductionBatch) =>
  deductionSheet(batch, { deductedMonthsAfter: 1, unit: batch.township.name });
const plain = (field: Field | undefined): string | number | undefined =>
  field?.kind === 'text' ? field.text : field?.kind === 'amount' ? field.fen : field?.value;
const column = (table: PayrollTable, title: string) =>
  [...table.rows].map((row) => plain(row[table.headings.indexOf(title)]));

describe('the long shape', () => {
  const long = longTable(inputOf(aHardBatch()));

  it('has the columns of the form and a line for each amount that moves, reversals apart', () => {
    expect(long.headings).toEqual(
      '批次号 期间 单位 人员编码 姓名 扣款项目代码 扣款项目名称 次数 单价 金额 类别 原期间 原行号 依据单号 备注'.split(
        ' ',
      ),
    );
    expect(
      [...long.rows].map((_, n) => ['人员编码', '类别', '金额'].map((title) => column(long, title)[n])),
    ).toEqual([
      ['0007', '本期', 10_000],
      ['0007', '冲回', -10_000],
      ['C002', '本期', 40_000],
      ['C003', '本期', 10_000],
      ['C005', '本期', 5_050],
      ['C006', '冲回', -10_000],
      ['C006', '追补', 2_500],
    ]);
  });

  it('says of a reversal which month, line and document it sets right', () => {
    expect(['原期间', '原行号', '依据单号', '次数', '单价'].map((title) => column(long, title)[1])).toEqual([
      '2026-09',
      '2',
      '官办发〔2026〕11号',
      -1,
      10_000,
    ]);
    expect(column(long, '备注')[1]).toBe('冲回2026-09第38周（复核，原官办发〔2026〕9号）');
  });

  it('names the month in which it is withheld, and one batch number for township and month', () => {
    expect(column(long, '期间')[0]).toBe('2026-11');
    expect(new Set(column(long, '批次号'))).toEqual(new Set(['T01-202610']));
    expect(deductionMonth('2026-12', 1)).toBe('2027-01');
  });

  it('leaves contract staff and lines without money out', () => {
    expect(column(long, '人员编码')).not.toContain('C004');
    expect(column(long, '人员编码')).not.toContain('C009');
  });

  it('keeps a line break in a name out of the record', () => {
    expect(column(long, '姓名')[3]).toBe('阿卜杜热合曼·买买提, "小" 买');
  });

  it('has no price for weeks that cost differently', () => {
    const [week] = aChargedCadre().details;
    const mixed = aChargedCadre({ details: week ? [week, { ...week, unitFen: 12_000 }] : [] });
    expect(column(longTable(inputOf(aBatch({ charged: [mixed] }))), '单价')).toEqual(['']);
  });
});

describe('the wide shape', () => {
  const wide = wideTable(inputOf(aHardBatch()));

  it('has a line a person with the item, the adjustments and their sum', () => {
    expect(wide.headings).toEqual(
      '期间 单位 序号 人员编码 姓名 岗位补贴扣发 追补调整 扣款合计 封顶前合计 备注'.split(' '),
    );
    expect(
      [...wide.rows].map((_, n) =>
        ['序号', '人员编码', '岗位补贴扣发', '追补调整', '扣款合计', '封顶前合计'].map(
          (t) => column(wide, t)[n],
        ),
      ),
    ).toEqual([
      [1, '0007', 10_000, -10_000, 0, 0],
      [2, 'C002', 40_000, 0, 40_000, 50_000],
      [3, 'C003', 10_000, 0, 10_000, 10_000],
      [4, 'C005', 5_050, 0, 5_050, 10_000],
      [5, 'C006', 0, -7_500, -7_500, 0],
    ]);
  });
});

describe('the sheet for people', () => {
  const sheet = sheetOf(aHardBatch());
  const cells = (key: 'cadreCode' | 'month' | 'net' | 'note') =>
    [...sheet.rows].map((row) =>
      row[key].kind === 'amount' ? row[key].fen : row[key].kind === 'text' ? row[key].text : '',
    );

  it('has one row a person and month, what the ceiling hides among them', () => {
    expect(
      [...sheet.rows].map((_, n) => [cells('cadreCode')[n], cells('month')[n], cells('net')[n]]),
    ).toEqual([
      ['0007', '2026-10', 10_000],
      ['0007', '2026-09', -10_000],
      ['C002', '2026-10', 40_000],
      ['C003', '2026-10', 10_000],
      ['C005', '2026-10', 5_050],
      ['C006', '2026-09', -7_500],
      ['C009', '2026-09', 0],
    ]);
    expect(cells('note')[2]).toBe('按岗位补贴封顶');
  });

  it('adds up: deducted + reversed = net, in figures and in capitals', () => {
    expect(sheet.totals).toEqual({
      misses: 6,
      computedFen: 90_000,
      deductedFen: 67_550,
      reversedFen: -20_000,
      netFen: 47_550,
    });
    expect(sheet.capitals).toBe('本期净扣合计（大写）：人民币肆佰柒拾伍元伍角整　　（小写）¥475.50');
  });

  it('names how many contract staff are counted only', () => {
    expect(sheet.foot.join('')).toContain('聘用人员1人（1次）只计次数');
  });

  it('says that a draft is a draft', () => {
    const draft = aBatch({ docNo: null });
    expect(sheetOf(draft).title).toContain('草稿');
    expect(column(longTable(inputOf(draft)), '备注')[0]).toContain('草稿，未发文，不得入账');
  });
});

describe('every shape of a batch', () => {
  it('comes to the same sum, whatever is charged, given back and withheld later', () => {
    const person = fc.integer({ min: 1, max: 6 }).map((n) => `C00${n}`);
    const charges = fc.uniqueArray(
      fc.record({ cadreCode: person, deductedFen: fc.integer({ min: 0, max: 10_000 }) }),
      { selector: ({ cadreCode }) => cadreCode },
    );
    const moves = fc.array(
      fc.record({ cadreCode: person, amountFen: fc.integer({ min: -10_000, max: 10_000 }) }),
    );
    fc.assert(
      fc.property(charges, moves, (charged, moved) => {
        const batch = aBatch({
          charged: charged.map((change) => aChargedCadre(change)),
          adjustments: moved.map(({ amountFen, cadreCode }) =>
            (amountFen < 0 ? aReversal : aSupplement)({ amountFen, cadreCode }),
          ),
        });
        const net = [
          ...charged.map(({ deductedFen }) => deductedFen),
          ...moved.map(({ amountFen }) => amountFen),
        ];
        const netFen = net.reduce((sum, fen) => sum + fen, 0);
        const control = deductionControl(batch, 0, []);
        expect(longTable(inputOf(batch)).sumFen).toBe(netFen);
        expect(wideTable(inputOf(batch)).sumFen).toBe(netFen);
        expect(sheetOf(batch).totals.netFen).toBe(netFen);
        expect(control.netFen).toBe(netFen);
        expect(control.current.amountFen + control.supplement.amountFen + control.reversal.amountFen).toBe(
          netFen,
        );
        expect(control.lines).toBe(movingLines(batch).length);
      }),
      { seed: 20_261_121, numRuns: 100 },
    );
  });
});
