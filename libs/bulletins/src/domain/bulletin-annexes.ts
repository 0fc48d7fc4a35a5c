import type { Adjustment, ChargedCadre, MonthReport, WeekFigures } from '@cunqin/settlement';
import { circumstanceWords, rectificationWords, spanWords, weeksWords } from './bulletin-words.js';
import type { Cell } from './weekly-summary.js';
import { CATEGORY_WORDS, WAIVED_WORDS } from './wording.js';

export interface AnnexColumn {
  readonly title: string;
  /** Its part of the width of the page. */
  readonly width: number;
  readonly left?: true;
}

/** A table behind the bulletin. */
export interface Annex {
  /** `附件1`. */
  readonly label: string;
  readonly title: string;
  readonly columns: readonly AnnexColumn[];
  /** One cell a column. */
  readonly rows: readonly (readonly Cell[])[];
  readonly total: readonly Cell[] | null;
  readonly notes: readonly string[];
}

const text = (value: string): Cell => ({ kind: 'text', text: value });
const number = (value: number): Cell => ({ kind: 'number', value });
const amount = (fen: number): Cell => ({ kind: 'amount', fen });
const average = (days: number, weeks: number): Cell =>
  weeks === 0 ? text('—') : { kind: 'quotient', value: days / weeks, of: 'average' };

/** Annexes 1 to 3. Annex 1 names everyone who is charged and nobody else. */
export function annexesOf(report: MonthReport): readonly [Annex, Annex, Annex] {
  return [chargedAnnex(report), weeksAnnex(report), rectifications(report)];
}

function chargedAnnex({ charged, totals }: MonthReport): Annex {
  const unpaid = charged.some(({ deductedFen }) => deductedFen === 0);
  const { waived = 0 } = totals;
  return {
    label: '附件1',
    title: '未按要求完成人员名单',
    columns: [
      { title: '序号', width: 6 },
      { title: '姓名', width: 9 },
      { title: '所在办', width: 15, left: true },
      { title: '类别', width: 7 },
      { title: '未完成周次', width: 19, left: true },
      { title: '次数', width: 6 },
      { title: '情形', width: 23, left: true },
      { title: '扣发金额（元）', width: 11 },
    ],
    rows: charged.map(chargedRow),
    total: [
      text('合计'),
      text(`${totals.persons}人`),
      text(''),
      text(''),
      text(''),
      number(totals.misses),
      text(''),
      amount(totals.deductedFen),
    ],
    notes: [
      ...(unpaid ? ['注：扣发金额为0.00元的人员，按规定只通报、不扣发。'] : []),
      ...(waived > 0 ? [`另有${waived}人次${WAIVED_WORDS}，未列入上表。`] : []),
    ],
  };
}

function chargedRow(cadre: ChargedCadre): Cell[] {
  return [
    number(cadre.line),
    text(cadre.name),
    text(cadre.office),
    text(CATEGORY_WORDS[cadre.category]),
    text(weeksWords(cadre.weeks)),
    number(cadre.misses),
    text(circumstanceWords(cadre)),
    amount(cadre.deductedFen),
  ];
}

function weeksAnnex({ weekFigures, totals }: MonthReport): Annex {
  const workdays = weekFigures.reduce((sum, week) => sum + (week.workdays ?? 0), 0);
  const { waived = 0 } = totals;
  return {
    label: '附件2',
    title: '各周完成情况统计表',
    columns: [
      { title: '周次', width: 11 },
      { title: '起止', width: 31 },
      { title: '工作日', width: 9 },
      { title: '应考', width: 8 },
      { title: '完成', width: 8 },
      { title: '未完成', width: 9 },
      ...(waived > 0 ? [{ title: WAIVED_WORDS, width: 9 }] : []),
      { title: '免考', width: 8 },
      { title: '人均天数', width: 11 },
    ],
    rows: weekFigures.map((week) => weekRow(week, waived > 0)),
    total: [
      text('合计'),
      text(''),
      number(workdays),
      number(totals.judged),
      number(totals.met),
      number(totals.missed),
      ...(waived > 0 ? [number(waived)] : []),
      number(totals.exempt),
      average(totals.visitDays, totals.judged),
    ],
    notes: [
      '注：应考、完成、未完成、免考均为人次，一人一周为一人次；人均天数＝下村天数之和÷应考人次。',
      ...(waived > 0 ? [`${WAIVED_WORDS}也为人次，计入应考，不计入未完成。`] : []),
      ...(totals.undetermined > 0 ? [`尚有${totals.undetermined}人次待定，未计入上表。`] : []),
    ],
  };
}

function weekRow(week: WeekFigures, showsWaived: boolean): Cell[] {
  return [
    text(weeksWords([week.week])),
    text(spanWords(week.from, week.until)),
    week.workdays === null ? text('—') : number(week.workdays),
    number(week.judged),
    number(week.met),
    number(week.missed),
    ...(showsWaived ? [number(week.waived ?? 0)] : []),
    number(week.exempt),
    average(week.visitDays, week.judged),
  ];
}

function rectifications({ adjustments, totals }: MonthReport): Annex {
  return {
    label: '附件3',
    title: '更正情况表',
    columns: [
      { title: '原文号', width: 24 },
      { title: '姓名', width: 14 },
      { title: '周次', width: 18 },
      { title: '事由', width: 28, left: true },
      { title: '冲回金额（元）', width: 14 },
    ],
    rows: adjustments.map(rectificationRow),
    total: [
      text('合计'),
      text(''),
      text(''),
      text(adjustments.length === 0 ? '本月无更正事项' : ''),
      amount(-(totals.reversalsFen + totals.supplementsFen)),
    ],
    notes: totals.supplementsFen > 0 ? ['注：冲回金额为负数的，是对原月份的追补。'] : [],
  };
}

function rectificationRow(adjustment: Adjustment): Cell[] {
  return [
    text(adjustment.originDocNo),
    text(adjustment.name),
    text(adjustment.week === null ? '全月' : weeksWords([adjustment.week])),
    text(rectificationWords(adjustment)),
    amount(adjustment.amountFen === 0 ? 0 : -adjustment.amountFen),
  ];
}
