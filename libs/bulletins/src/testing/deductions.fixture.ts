import type { Adjustment, ChargedCadre, MonthReport } from '@cunqin/settlement';
import { type DeductionBatch, deductionBatch } from '../domain/deductions/deduction-batch.js';
import { aChargedCadre, anAdjustment } from './month.factory.js';

/** 100 yuan of September given back after a review. */
export function aReversal(change: Partial<Adjustment> = {}): Adjustment {
  return anAdjustment({
    cadreCode: 'C001',
    name: '张伟',
    office: '党政办公室',
    identity: 'civil-servant',
    reason: '住院手术',
    ...change,
  });
}

/** 100 yuan of September withheld later. */
export function aSupplement(change: Partial<Adjustment> = {}): Adjustment {
  return aReversal({
    kind: 'supplement',
    cause: 'FACTS',
    reason: null,
    week: '2026-W39',
    missesBefore: 0,
    missesAfter: 1,
    fenBefore: 0,
    fenAfter: 10_000,
    amountFen: 10_000,
    ...change,
  });
}

/** October 2026 as issued; `docNo: null` for a draft. Only what a deduction sheet is made from. */
export function aBatch({
  charged = [aChargedCadre()],
  adjustments = [],
  docNo = '官办发〔2026〕11号',
}: {
  readonly charged?: readonly ChargedCadre[];
  readonly adjustments?: readonly Adjustment[];
  readonly docNo?: string | null;
} = {}): DeductionBatch {
  const report: Pick<
    MonthReport,
    'month' | 'township' | 'charged' | 'adjustments' | 'state' | 'docNo' | 'issued'
  > = {
    month: '2026-10',
    township: { code: 'T01', name: '官埠桥镇' },
    charged,
    adjustments,
    state: docNo === null ? 'notice' : 'issued',
    docNo,
    issued: docNo === null ? null : { by: 'office-1', name: '张三', at: '2026-11-13T01:00:00Z' },
  };
  return deductionBatch(report as MonthReport);
}

/** Names and sums that are hard on files: formulas, quotes, a character outside the BMP, a ceiling, gifts back. */
export function aHardBatch(): DeductionBatch {
  return aBatch({
    charged: [
      aChargedCadre({ cadreCode: '0007', name: '卢小𠮷' }),
      aChargedCadre({
        line: 2,
        cadreCode: 'C002',
        name: '=HYPERLINK("http://x","y")',
        postSubsidyFen: 40_000,
        weeks: ['2026-W40', '2026-W41', '2026-W42', '2026-W43', '2026-W44'],
        deductedFen: 40_000,
      }),
      aChargedCadre({ line: 3, cadreCode: 'C003', name: '阿卜杜热合曼·买买提, "小"\n买' }),
      aChargedCadre({
        line: 4,
        cadreCode: 'C004',
        name: '丁浩',
        identity: 'contract',
        computedFen: 0,
        deductedFen: 0,
      }),
      aChargedCadre({
        line: 5,
        cadreCode: 'C005',
        name: '@SUM(A1)',
        weeks: ['2026-W44'],
        deductedFen: 5_050,
      }),
    ],
    adjustments: [
      aReversal({ cadreCode: '0007', name: '卢小𠮷' }),
      aReversal({ line: 2, cadreCode: 'C006', name: '-2+3', week: '2026-W37' }),
      aSupplement({ line: 3, cadreCode: 'C006', name: '-2+3', amountFen: 2_500 }),
      // The ceiling hides it: one miss less, and no money.
      aReversal({ line: 4, cadreCode: 'C009', name: '冯敏', amountFen: 0 }),
    ],
  });
}
