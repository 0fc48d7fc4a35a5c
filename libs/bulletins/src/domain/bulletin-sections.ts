import type { MonthReport } from '@cunqin/settlement';
import { waivedClause, weeksWords } from './bulletin-words.js';
import { averageWords, plainYuan, rounded, yearSentence } from './year-sentence.js';

/** A heading with its paragraphs. */
export interface Section {
  /** `一、总体情况`. */
  readonly heading: string;
  /** `lead` is a heading of the second order that stands in the paragraph. */
  readonly paragraphs: readonly { readonly lead?: string; readonly text: string }[];
}

/** What a year is compared with when somebody typed no source for it. */
const SETTLED = 'settled';

/**
 * The five sections of the monthly bulletin. People are counted in 人, misses in 人次, money in 元, and the
 * three are never mixed; money is 扣发 (withheld). Nobody is named here: the names are in annex 1.
 *
 * @param reviewDays how long after the bulletin a review may be asked for
 */
export function sectionsOf(report: MonthReport, issuingUnit: string, reviewDays: number): readonly Section[] {
  return [
    { heading: '一、总体情况', paragraphs: [{ text: overall(report) }] },
    { heading: '二、未完成情况', paragraphs: [{ text: missed(report) }] },
    { heading: '三、处理意见', paragraphs: consequences(report).map((text) => ({ text })) },
    { heading: '四、累计情况', paragraphs: [{ text: yearSoFar(report) }] },
    { heading: '五、工作要求与复核渠道', paragraphs: demands(issuingUnit, reviewDays) },
  ];
}

function overall({ roster, weeks, totals, lastYear }: MonthReport): string {
  const sentences = [
    `全镇在册干部${roster.cadres}人，其中纳入过程化管理${roster.managed}人`,
    `本月考核${weeks.length}周（${weeksWords(weeks)}），应考${totals.judged}人次，免考${totals.exempt}人次`,
  ];
  if (totals.undetermined > 0) sentences.push(`另有${totals.undetermined}人次待定，未计入`);
  if (totals.judged > 0) {
    const change = lastYear?.change ?? null;
    const days = { cadreWeeks: totals.judged, visitDays: totals.visitDays, change };
    sentences.push(`下村${plainDays(totals.visitDays)}天，${averageWords(days)}${sourceOf(lastYear)}`);
    sentences.push(`按要求完成${totals.met}人次，完成率${rounded(totals.met * 100, totals.judged, 1)}%`);
  }
  return `${sentences.join('；')}。`;
}

function missed({ charged, totals }: MonthReport): string {
  if (charged.length === 0) return `本月没有未按要求完成的人员${waivedClause(totals)}。`;
  const details = charged.flatMap((cadre) => cadre.details);
  const having = (code: string): number =>
    details.filter(({ reasons }) => reasons.some((reason) => reason.code === code)).length;
  const [days, lists] = [having('SHORT_DAYS'), having('LIST_LATE')];
  const kinds = [
    ...(days > 0 ? [`下村天数不足的${days}人次`] : []),
    ...(lists > 0 ? [`未及时完成工作清单的${lists}人次`] : []),
  ].join('，');
  const both = days + lists > details.length ? '（两种情形兼有的，分别列入）' : '';
  const split = kinds === '' ? '' : `其中，${kinds}${both}。`;
  return `本月未按要求完成的${totals.persons}人(${totals.misses}人次)，名单见附件1${waivedClause(totals)}。${split}`;
}

function consequences(report: MonthReport): string[] {
  const { totals, adjustments, approved, charged } = report;
  const rules = clausesOf(report);
  const paragraphs =
    totals.persons === 0
      ? ['本月不扣发岗位补贴。']
      : [
          `根据${rules}，对上述${totals.persons}人(${totals.misses}人次)扣发岗位补贴共${plainYuan(totals.deductedFen)}元${unpaid(charged)}。`,
        ];
  if (adjustments.length > 0) {
    paragraphs.push(
      `对以前月份的通报更正${adjustments.length}项，冲回${plainYuan(-totals.reversalsFen)}元，` +
        `追补${plainYuan(totals.supplementsFen)}元（见附件3）。本月净扣发${plainYuan(totals.netFen)}元。`,
    );
  }
  if (approved !== null) {
    paragraphs.push(`以上处理意见经${approved.name ?? '分管领导'}审批，由财政所在岗位补贴中执行。`);
  }
  return paragraphs;
}

function unpaid(charged: MonthReport['charged']): string {
  const persons = charged.filter(({ deductedFen }) => deductedFen === 0).length;
  return persons === 0 ? '' : `（其中${persons}人按规定只通报、不扣发）`;
}

function clausesOf({ policies, charged }: MonthReport): string {
  const used = new Set(charged.flatMap(({ details }) => details.map(({ policyVersion }) => policyVersion)));
  const clauses = policies
    .filter(({ version }) => used.size === 0 || used.has(version))
    .map(({ clause, version }) => `“${clause.replace(/[。；;.]+$/u, '')}”的规定（考核规则第${version}版）`);
  return clauses.join('和');
}

function yearSoFar({ month, yearToDate }: MonthReport): string {
  const until = month.endsWith('-01') ? '1月' : `1月至${Number(month.slice(5))}月`;
  return `${month.slice(0, 4)}年${until}，累计${yearSentence(yearToDate)}${sourceOf(yearToDate.lastYear)}。`;
}

/** Figures from before the clocks say where they come from. */
function sourceOf(lastYear: { readonly source: string } | null): string {
  const sources = (lastYear?.source ?? '')
    .split('；')
    .filter((source) => source !== '' && source !== SETTLED);
  return sources.length === 0 ? '' : `（去年同期数据来源：${sources.join('；')}）`;
}

function demands(issuingUnit: string, reviewDays: number): Section['paragraphs'] {
  return [
    {
      lead: '（一）工作要求。',
      text:
        '各办（站、所）要加强对干部下村和工作清单的日常提醒，确保走访到村、任务按时办结；未按要求完成的人员' +
        '要查找原因，及时改进。',
    },
    {
      lead: '（二）复核渠道。',
      text:
        `本人对通报结果有异议的，可自印发之日起${reviewDays}日内向${issuingUnit}书面申请复核。复核成立的，` +
        '在下一月通报中更正，并冲回已扣发金额；原通报不作改动。',
    },
  ];
}

function plainDays(days: number): string {
  return String(Math.round(days * 100) / 100);
}
