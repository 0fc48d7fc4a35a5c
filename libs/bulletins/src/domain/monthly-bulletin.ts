import type { MonthReport, SettledMonth } from '@cunqin/settlement';
import { Temporal } from 'temporal-polyfill';
import { type Annex, annexesOf } from './bulletin-annexes.js';
import { type Figure, figuresOf } from './bulletin-figures.js';
import { type Section, sectionsOf } from './bulletin-sections.js';
import { dateAt, dateWords, monthWords, spanWords } from './bulletin-words.js';

/** What the month's figures do not say. */
export interface BulletinForm {
  readonly timeZone: string;
  /** 主送. */
  readonly mainTo: string;
  /** 抄送. */
  readonly cc: string;
  /** A review may be asked for so many days after the bulletin. */
  readonly reviewDays: number;
}

/** The monthly bulletin (月通报) ready to be drawn: every word and every figure is in it. */
export interface MonthlyBulletin {
  readonly month: string;
  /** Not issued: whatever is drawn from it says 草稿 on every page. */
  readonly isDraft: boolean;
  /** The red line of the head, 发文机关标志. */
  readonly masthead: string;
  readonly docNo: string;
  readonly title: string;
  /** The title in the lines in which it is printed; a word is never broken. */
  readonly titleLines: readonly string[];
  readonly mainTo: string;
  readonly opening: string;
  readonly sections: readonly Section[];
  readonly annexes: readonly [Annex, Annex, Annex];
  readonly figures: readonly Figure[];
  readonly issuingUnit: string;
  /** 成文日期 in words; blank on a draft. */
  readonly issuedOnWords: string;
  readonly cc: string;
  /** Who prepared and approved it, its seal, and how a paper is checked. */
  readonly proof: readonly string[];
  /** The date the file bears: of issue, or of the month's last day. */
  readonly fileDate: Temporal.PlainDate;
}

/** Words for the township office, which issues every paper of a month. */
export function issuingUnitOf(townshipName: string): string {
  return `${townshipName}党政办公室`;
}

export const DEFAULT_RECIPIENTS = {
  mainTo: '各办（站、所），各村（社区）',
  cc: '镇领导班子成员，镇纪委，财政所。',
} as const;

/** Puts a month into the form of its bulletin; computes nothing that money depends on. */
export function buildMonthlyBulletin(
  report: MonthReport | SettledMonth,
  form: BulletinForm,
): MonthlyBulletin {
  const issuingUnit = issuingUnitOf(report.township.name);
  const issuedOn = report.issued === null ? null : dateAt(report.issued.at, form.timeZone);
  const first = report.weekFigures[0];
  const last = report.weekFigures.at(-1);
  if (first === undefined || last === undefined) throw new RangeError(`${report.month} has no weeks`);
  const titleLines = titleLinesOf(report.month, '通报');
  return {
    month: report.month,
    isDraft: issuedOn === null,
    masthead: `${issuingUnit}文件`,
    docNo: report.docNo ?? '（文号待编）',
    title: titleLines.join(''),
    titleLines,
    mainTo: `${form.mainTo}：`,
    opening:
      `现将${monthWords(report.month)}（${spanWords(first.from, last.until)}）机关干部下村打卡及工作清单` +
      '完成情况通报如下：',
    sections: sectionsOf(report, issuingUnit, form.reviewDays),
    annexes: annexesOf(report),
    figures: figuresOf(report),
    issuingUnit,
    issuedOnWords: issuedOn === null ? '　　年　　月　　日' : dateWords(issuedOn),
    cc: form.cc,
    proof: proofOf(report),
    fileDate: Temporal.PlainDate.from(issuedOn ?? last.until),
  };
}

/** `关于2026年10月机关干部下村打卡` and `及工作清单完成情况的通报`. */
export function titleLinesOf(month: string, kind: '通报' | '公示'): readonly string[] {
  return [`关于${monthWords(month)}机关干部下村打卡`, `及工作清单完成情况的${kind}`];
}

function proofOf(report: MonthReport | SettledMonth): string[] {
  const signed = [
    ...(report.prepared === null ? [] : [`编制：${report.prepared.name ?? report.prepared.by}`]),
    ...(report.approved === null ? [] : [`批准：${report.approved.name ?? report.approved.by}`]),
  ];
  const { ledgerSeal } = report;
  return [
    ...(signed.length === 0 ? [] : [signed.join('　　')]),
    ledgerSeal === null
      ? '数据封印：尚未生成'
      : `数据封印（${dateWords(ledgerSeal.date)}）：${ledgerSeal.hash}`,
    'verificationCode' in report
      ? `查验码：${report.verificationCode}。打开“本系统网址/api/verify/${report.verificationCode}”，可查验本件与印发的是否一致。`
      : '查验码：印发后生成。本件为草稿，不作为扣发依据。',
  ];
}
