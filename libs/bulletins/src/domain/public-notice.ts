import type { MonthReport } from '@cunqin/settlement';
import { Temporal } from 'temporal-polyfill';
import type { AnnexColumn } from './bulletin-annexes.js';
import { dateWords, monthWords, waivedClause } from './bulletin-words.js';
import { maskedName } from './masked-name.js';
import { type BulletinForm, issuingUnitOf, titleLinesOf } from './monthly-bulletin.js';
import type { Cell } from './weekly-summary.js';

/** The public notice (公示): how many, and masked names. No office, week, circumstance or amount of anybody. */
export interface PublicNotice {
  readonly month: string;
  /** The notice period has not begun. */
  readonly isDraft: boolean;
  readonly titleLines: readonly string[];
  readonly paragraphs: readonly string[];
  readonly columns: readonly AnnexColumn[];
  readonly rows: readonly (readonly Cell[])[];
  readonly total: readonly Cell[];
  readonly issuingUnit: string;
  /** The first day of the notice in words; blank while it is not known. */
  readonly postedOnWords: string;
  readonly fileDate: Temporal.PlainDate;
}

const POSTED = new Set<MonthReport['state']>(['notice', 'approved', 'issued']);

/** Puts a month into the form that hangs on the notice board. */
export function buildPublicNotice(
  { month, township, state, charged, totals, closing, weekFigures }: MonthReport,
  { reviewDays }: Pick<BulletinForm, 'reviewDays'>,
): PublicNotice {
  const isDraft = !POSTED.has(state);
  const issuingUnit = issuingUnitOf(township.name);
  const period =
    closing === null
      ? '公示期5个工作日'
      : `公示期${dateWords(closing.noticeFrom)}至${dateWords(closing.noticeUntil)}`;
  const fileDate = closing?.noticeFrom ?? weekFigures.at(-1)?.until;
  if (fileDate === undefined) throw new RangeError(`${month} has no weeks`);
  return {
    month,
    isDraft,
    titleLines: titleLinesOf(month, '公示'),
    paragraphs: [
      `${monthWords(month)}，应考${totals.judged}人次，按要求完成${totals.met}人次，未按要求完成的` +
        `${totals.persons}人(${totals.misses}人次)${waivedClause(totals)}，现予公示。${period}。`,
      `对公示内容有异议的，请在公示期内向${issuingUnit}书面提出；通报印发后有异议的，可自印发之日起${reviewDays}日内` +
        '申请复核。反映问题应实事求是。',
    ],
    columns: [
      { title: '序号', width: 20 },
      { title: '姓名', width: 50 },
      { title: '未完成次数', width: 30 },
    ],
    rows: charged.map(({ line, name, misses }) => [
      { kind: 'number', value: line },
      { kind: 'text', text: maskedName(name) },
      { kind: 'number', value: misses },
    ]),
    total: [
      { kind: 'text', text: '合计' },
      { kind: 'text', text: `${totals.persons}人` },
      { kind: 'number', value: totals.misses },
    ],
    issuingUnit,
    postedOnWords: isDraft || closing === null ? '　　年　　月　　日' : dateWords(closing.noticeFrom),
    fileDate: Temporal.PlainDate.from(fileDate),
  };
}
