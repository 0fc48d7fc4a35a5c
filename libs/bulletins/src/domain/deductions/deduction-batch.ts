import type { Adjustment, ChargedCadre, MonthReport, SettledMonth } from '@cunqin/settlement';
import { Temporal } from 'temporal-polyfill';

/** What a line of a batch is: 本期, 追补 or 冲回. */
export type LineKind = 'current' | 'supplement' | 'reversal';

/** One amount of one person. Amounts are fen; what is given back is negative. */
export interface DeductionLine {
  readonly kind: LineKind;
  readonly cadreCode: string;
  readonly name: string;
  readonly office: string;
  readonly identity: ChargedCadre['identity'];
  /** Known of who is charged in this month. */
  readonly postSubsidyFen: number | null;
  /** Missed weeks, `2026-W43`; of an adjustment the week it is about, none when the ceiling moved. */
  readonly weeks: readonly string[];
  /** Of an adjustment: by how many it changed. */
  readonly misses: number;
  /** What one miss costs; `null` when the line's weeks differ in that, or nothing was counted. */
  readonly unitFen: number | null;
  /** Before the ceiling. */
  readonly computedFen: number;
  /** After the ceiling: what moves. */
  readonly amountFen: number;
  /** Of an adjustment: the month it sets right, its document, and the line of that month's annex. */
  readonly origin: {
    readonly month: string;
    readonly docNo: string;
    readonly line: number | null;
    readonly cause: Adjustment['cause'];
  } | null;
}

/** What the payroll office gets of one month. The files are shapes of it. */
export interface DeductionBatch {
  /** `T01-202610`: one for a township and a month, whatever the shape, so that nothing is booked twice. */
  readonly batchNo: string;
  readonly month: string;
  readonly township: { readonly code: string; readonly name: string };
  /** `null`: not issued, a draft. */
  readonly docNo: string | null;
  readonly verificationCode: string | null;
  /** An instant; `null` for a draft. */
  readonly issuedAt: string | null;
  /** In order of cadre code; the current line of a person before the adjustments. */
  readonly lines: readonly DeductionLine[];
  /** Contract staff (聘用) from whom nothing is withheld: counted in the bulletin, in no payroll file. */
  readonly leftOut: { readonly persons: number; readonly misses: number };
}

/** Puts a month into lines. Everybody who is charged or set right is in it, contract staff without money are not. */
export function deductionBatch(report: MonthReport | SettledMonth): DeductionBatch {
  const all = [...report.charged.map(currentLine), ...report.adjustments.map(adjustmentLine)];
  const isLeftOut = ({ identity, amountFen, computedFen }: DeductionLine): boolean =>
    identity === 'contract' && amountFen === 0 && computedFen === 0;
  const leftOut = all.filter(isLeftOut);
  return {
    batchNo: `${report.township.code}-${report.month.replace('-', '')}`,
    month: report.month,
    township: report.township,
    docNo: report.state === 'issued' ? report.docNo : null,
    verificationCode: 'verificationCode' in report ? report.verificationCode : null,
    issuedAt: report.state === 'issued' ? (report.issued?.at ?? null) : null,
    lines: all.filter((line) => !isLeftOut(line)).sort(byPerson),
    leftOut: {
      persons: new Set(leftOut.map(({ cadreCode }) => cadreCode)).size,
      misses: leftOut.reduce((sum, { misses }) => sum + misses, 0),
    },
  };
}

/** The month in which the amounts are withheld: `2026-10` and 1 → `2026-11`. */
export function deductionMonth(month: string, monthsAfter: number): string {
  return Temporal.PlainYearMonth.from(month).add({ months: monthsAfter }).toString();
}

function currentLine(cadre: ChargedCadre): DeductionLine {
  const units = new Set(cadre.details.map(({ unitFen }) => unitFen));
  const [unitFen = null] = units;
  return {
    kind: 'current',
    cadreCode: cadre.cadreCode,
    name: cadre.name,
    office: cadre.office,
    identity: cadre.identity,
    postSubsidyFen: cadre.postSubsidyFen,
    weeks: cadre.weeks,
    misses: cadre.misses,
    unitFen: units.size === 1 ? unitFen : null,
    computedFen: cadre.computedFen,
    amountFen: cadre.deductedFen,
    origin: null,
  };
}

function adjustmentLine(adjustment: Adjustment): DeductionLine {
  const misses = adjustment.missesAfter - adjustment.missesBefore;
  const computedFen = adjustment.week === null ? 0 : adjustment.fenAfter - adjustment.fenBefore;
  const unitFen = misses === 0 ? null : computedFen / misses;
  return {
    kind: adjustment.kind,
    cadreCode: adjustment.cadreCode,
    name: adjustment.name,
    office: adjustment.office,
    identity: adjustment.identity,
    postSubsidyFen: null,
    weeks: adjustment.week === null ? [] : [adjustment.week],
    misses,
    unitFen: unitFen !== null && Number.isInteger(unitFen) ? unitFen : null,
    computedFen,
    amountFen: adjustment.amountFen,
    origin: {
      month: adjustment.originMonth,
      docNo: adjustment.originDocNo,
      line: adjustment.originLine,
      cause: adjustment.cause,
    },
  };
}

/** Stable: lines of one person keep their order, which is that of time. */
function byPerson(a: DeductionLine, b: DeductionLine): number {
  if (a.cadreCode === b.cadreCode) return 0;
  return a.cadreCode < b.cadreCode ? -1 : 1;
}
