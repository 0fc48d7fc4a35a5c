import type { AssessmentView } from '@cunqin/assessment';
import type { ReceiptAnswer } from '@cunqin/bulletins';
import type { TownFigures } from './town-figures.js';
import type { TownObserver } from './play-town.js';
import type { DemoClosingStep } from './town/town-calendar.js';

const VERDICTS: Readonly<Record<AssessmentView['verdict'], string>> = {
  met: '√',
  missed: '×',
  exempt: '免',
  undetermined: '?',
};

const STEP_WORDS: Readonly<Record<DemoClosingStep['to'], string>> = {
  checking: '核对期开始',
  notice: '公示开始',
  approved: '领导批准',
  issued: '印发',
};

type Write = (text: string) => void;

/** Writes what happens as it happens: one line a round, one dot a clock. */
export function printProgress(write: Write): TownObserver {
  let silent: string[] = [];
  return {
    roundBegins: (trueTime) => {
      silent = [];
      write(`${trueTime.slice(5, 16).replace('T', ' ')}  `);
    },
    clockRead: ({ name, error }) => {
      if (error !== null) silent.push(name);
      write(error === null ? '●' : '✗');
    },
    roundEnds: (appended, week) => {
      const unreachable = silent.length === 0 ? '' : `  连不上：${silent.join('、')}`;
      const judged =
        week === null
          ? ''
          : `  ${week.week} 汇总：完成${week.met} 未完成${week.missed} ${waivedWords(week)}免考${week.exempt} 待定${week.undetermined}`;
      write(`  新打卡${String(appended).padStart(4)}条${judged}${unreachable}\n`);
    },
    objectionDecided: ({ decidedAt, week, upheld, reason }) =>
      write(
        `${decidedAt.slice(5, 16).replace('T', ' ')}  ${week} 一份异议${upheld ? '成立' : '不成立'}：${reason}\n`,
      ),
    monthTook: ({ at, to, by }, { month, docNo }) =>
      write(
        `${at.slice(5, 16).replace('T', ' ')}  ${monthWords(month)}：${STEP_WORDS[to]}（${by}）${docNo ?? ''}\n`,
      ),
  };
}

/** The town at the end: villages, verdicts by cadre and week, reasons, totals. */
export function printFigures(figures: TownFigures, weeks: readonly string[], write: Write): void {
  write(
    `\n${columns([
      ['村', 14],
      ['打卡', 6],
      ['人数', 6],
      ['存疑', 6],
      ['无主', 6],
      ['采集至', 18],
    ])}\n`,
  );
  for (const village of figures.villages) {
    const cells: [string, number][] = [
      [village.villageName, 14],
      [String(village.punches), 6],
      [String(village.people), 6],
      [String(village.suspect), 6],
      [String(village.unmatched), 6],
      [village.coveredUntil ?? '—', 18],
    ];
    write(`${columns(cells)}\n`);
  }
  const heads = weeks.map((week): [string, number] => [week.slice(5), 5]);
  write(`\n${columns([['姓名', 10], ['类别', 6], ...heads, ['次数', 6], ['扣发(元)', 10]])}\n`);
  for (const { name, weeks: judged } of figures.cadres) {
    const latest = judged.findLast((week) => week !== null);
    const cells: [string, number][] = [
      [name, 10],
      [latest?.category === 'resident' ? '驻村' : '机关', 6],
      ...judged.map((week): [string, number] => [week === null ? '—' : VERDICTS[week.verdict], 5]),
      [String(sum(judged, ({ misses }) => misses)), 6],
      [yuan(sum(judged, ({ deductionFen }) => deductionFen)), 10],
    ];
    write(`${columns(cells)}\n`);
  }
  write('\n为什么：\n');
  for (const { week, name, sentence } of figures.charges) write(`  ${week} ${name}：${sentence}\n`);
  printMonth(figures, write);
  const all = figures.cadres.flatMap(({ weeks: judged }) => judged);
  const people = figures.cadres.filter(({ weeks: judged }) => sum(judged, ({ misses }) => misses) > 0).length;
  write(
    `\n${figures.cadres.length}名干部 ${all.filter((week) => week !== null).length}人周，` +
      `${people}人(${sum(all, ({ misses }) => misses)}人次)未完成，扣发合计${yuan(sum(all, ({ deductionFen }) => deductionFen))}元；` +
      `账本${figures.ledger.punches}条打卡，链条${figures.ledger.ok ? '完整' : '断裂'}\n`,
  );
}

/** The month as it was issued: who, how often, how much, and what it comes to this year. */
function printMonth({ month, booksAgree }: TownFigures, write: Write): void {
  const { totals, yearToDate, docNo, verificationCode } = month;
  write(`\n${monthWords(month.month)}（${month.weeks.at(0)}至${month.weeks.at(-1)}），${docNo}：\n`);
  for (const { line, name, weeks, misses, deductedFen } of month.charged) {
    const cells: [string, number][] = [
      [`  ${line}`, 6],
      [name, 10],
      [weeks.map((week) => week.slice(5)).join('、'), 18],
      [`${misses}次`, 6],
      [deductedFen === 0 ? '不扣发' : `${yuan(deductedFen)}元`, 8],
    ];
    write(`${columns(cells)}\n`);
  }
  write(
    `  本月${totals.persons}人(${totals.misses}人次)，扣发${yuan(totals.netFen)}元；` +
      `今年累计${yearToDate.persons}人(${yearToDate.occurrences}人次)，${yuan(yearToDate.amountFen)}元；` +
      `核验码 ${verificationCode}；账目与重新计算${booksAgree ? '一致' : '不一致'}\n`,
  );
}

/** What payroll answered. */
export function printReceipt({ matched, differences }: ReceiptAnswer, write: Write): void {
  const words = differences.length === 0 ? '全部相符，十月结清' : `${differences.length}人不符`;
  write(`财政所回执：${matched}人，${words}\n`);
}

/** Missed weeks that are not counted have a figure only where there are any. */
function waivedWords({ waived }: { readonly waived?: number }): string {
  return waived === undefined ? '' : `经复核不计${waived} `;
}

function monthWords(month: string): string {
  return `${month.slice(0, 4)}年${Number(month.slice(5))}月`;
}

function sum(
  weeks: readonly (AssessmentView | null)[],
  figure: (assessment: AssessmentView) => number,
): number {
  return weeks.reduce((total, week) => total + (week === null ? 0 : figure(week)), 0);
}

const yuan = (fen: number): string => (fen / 100).toFixed(0);

/** Text in columns of a terminal, in which a Chinese character takes two places. */
function columns(cells: readonly (readonly [text: string, width: number])[]): string {
  return cells
    .map(([text, width]) => text + ' '.repeat(Math.max(1, width - widthOf(text))))
    .join('')
    .trimEnd();
}

function widthOf(text: string): number {
  return [...text].reduce((width, character) => width + (character >= '\u2e80' ? 2 : 1), 0);
}
