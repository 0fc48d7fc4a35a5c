import { madeAnew } from '../made-anew.js';
import { yuanWords } from '../wording.js';
import { chineseCapitals } from './chinese-capitals.js';
import { deductionMonth, type DeductionBatch, type DeductionLine } from './deduction-batch.js';
import { lineNote } from './payroll-table.js';

/** The columns of the form from left to right. */
export const SHEET_COLUMNS = [
  { key: 'index', title: '序号' },
  { key: 'cadreCode', title: '人员编号' },
  { key: 'name', title: '姓名' },
  { key: 'office', title: '所在办' },
  { key: 'identity', title: '身份' },
  { key: 'subsidy', title: '补贴标准' },
  { key: 'month', title: '考核月' },
  { key: 'weeks', title: '未完成周次' },
  { key: 'misses', title: '次数' },
  { key: 'unit', title: '每次' },
  { key: 'computed', title: '应扣' },
  { key: 'deducted', title: '封顶后实扣' },
  { key: 'reversed', title: '冲回' },
  { key: 'net', title: '本期净扣' },
  { key: 'deductedIn', title: '扣发月' },
  { key: 'basis', title: '依据文号' },
  { key: 'signature', title: '本人签字' },
  { key: 'note', title: '备注' },
] as const satisfies readonly { key: string; title: string }[];
export type SheetColumn = (typeof SHEET_COLUMNS)[number]['key'];

export type SheetCell =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'amount'; readonly fen: number };

export type SheetRow = Readonly<Record<SheetColumn, SheetCell>>;

/** The sum of each amount column. */
export interface SheetTotals {
  readonly misses: number;
  readonly computedFen: number;
  readonly deductedFen: number;
  readonly reversedFen: number;
  readonly netFen: number;
}

/** The deduction sheet (扣发表) for people, every word and sum in it. */
export interface DeductionSheet {
  readonly title: string;
  readonly subtitle: string;
  readonly isDraft: boolean;
  readonly rowCount: number;
  /** Made anew each time they are walked over. */
  readonly rows: Iterable<SheetRow>;
  readonly totals: SheetTotals;
  readonly totalRow: SheetRow;
  readonly capitals: string;
  readonly foot: readonly string[];
  readonly signatures: readonly string[];
}

const IDENTITY_WORDS: Readonly<Record<DeductionLine['identity'], string>> = {
  'civil-servant': '公务员',
  institution: '事业',
  contract: '聘用',
};

/** One row for a person and a month: what is withheld of this month, and of every month that is set right. */
export function deductionSheet(
  batch: DeductionBatch,
  { deductedMonthsAfter, unit }: { readonly deductedMonthsAfter: number; readonly unit: string },
): DeductionSheet {
  const [year, month] = batch.month.split('-').map(Number);
  const isDraft = batch.docNo === null;
  const deductedIn = deductionMonth(batch.month, deductedMonthsAfter);
  const groups = byPersonAndMonth(batch.lines);
  const totals = totalsOf(batch.lines);
  return {
    title: `${batch.township.name}${year}年${month}月岗位补贴扣发表${isDraft ? '（草稿，未发文，不得入账）' : ''}`,
    subtitle: [
      `单位：${unit}`,
      `批次号：${batch.batchNo}`,
      `依据文号：${batch.docNo ?? '（未发文）'}`,
      `扣发月：${deductedIn}`,
      '金额单位：元',
    ].join('　　'),
    isDraft,
    rowCount: groups.length,
    rows: madeAnew(groups, (lines, n) => rowOf(lines, n + 1, batch, deductedIn)),
    totals,
    totalRow: {
      ...emptyRow(),
      name: text('合计'),
      misses: { kind: 'number', value: totals.misses },
      computed: amount(totals.computedFen),
      deducted: amount(totals.deductedFen),
      reversed: amount(totals.reversedFen),
      net: amount(totals.netFen),
    },
    capitals: `本期净扣合计（大写）：人民币${chineseCapitals(totals.netFen)}　　（小写）¥${yuanWords(totals.netFen)}`,
    foot: [
      '说明：本期净扣＝封顶后实扣＋冲回；冲回为负数，是以前月份多扣、经复核或补证退还的金额；追补按原考核月单列一行。',
      ...(batch.leftOut.persons === 0
        ? []
        : [`聘用人员${batch.leftOut.persons}人（${batch.leftOut.misses}次）只计次数，不扣发，未列入本表。`]),
      ...(batch.verificationCode === null ? [] : [`核验码：${batch.verificationCode}`]),
    ],
    signatures: ['制表人', '审核人', '分管领导', '财政所'],
  };
}

function byPersonAndMonth(lines: readonly DeductionLine[]): [DeductionLine, ...DeductionLine[]][] {
  const groups = new Map<string, [DeductionLine, ...DeductionLine[]]>();
  for (const line of lines) {
    const key = `${line.cadreCode} ${line.origin?.month ?? ''}`;
    const group = groups.get(key);
    if (group) group.push(line);
    else groups.set(key, [line]);
  }
  return [...groups.values()];
}

function rowOf(
  lines: readonly [DeductionLine, ...DeductionLine[]],
  index: number,
  batch: DeductionBatch,
  deductedIn: string,
): SheetRow {
  const [first] = lines;
  const totals = totalsOf(lines);
  const units = new Set(lines.map(({ unitFen }) => unitFen));
  const [unitFen = null] = units;
  return {
    index: { kind: 'number', value: index },
    cadreCode: text(first.cadreCode),
    name: text(first.name),
    office: text(first.office),
    identity: text(IDENTITY_WORDS[first.identity]),
    subsidy: first.postSubsidyFen === null ? text('') : amount(first.postSubsidyFen),
    month: text(first.origin?.month ?? batch.month),
    weeks: text(
      lines
        .flatMap(({ weeks }) => weeks)
        .map((week) => Number(week.slice(-2)))
        .join('、'),
    ),
    misses: { kind: 'number', value: totals.misses },
    unit: units.size === 1 && unitFen !== null ? amount(unitFen) : text(''),
    computed: amount(totals.computedFen),
    deducted: amount(totals.deductedFen),
    reversed: totals.reversedFen === 0 ? text('') : amount(totals.reversedFen),
    net: amount(totals.netFen),
    deductedIn: text(deductedIn),
    basis: text(batch.docNo ?? ''),
    signature: text(''),
    note: text(lines.flatMap((line) => noteOf(line, batch.month)).join('；')),
  };
}

/** The row says the rest: a plain line of the month needs no remark. */
function noteOf(line: DeductionLine, month: string): string[] {
  if (line.origin !== null) return [lineNote(line, month)];
  return line.amountFen < line.computedFen ? ['按岗位补贴封顶'] : [];
}

/** What is given back has a column of its own, so that deducted + reversed = net on every line. */
function totalsOf(lines: readonly DeductionLine[]): SheetTotals {
  const withheld = lines.filter(({ kind }) => kind !== 'reversal');
  const reversed = lines.filter(({ kind }) => kind === 'reversal');
  const sum = (of: readonly DeductionLine[], key: 'misses' | 'computedFen' | 'amountFen'): number =>
    of.reduce((total, line) => total + line[key], 0);
  return {
    misses: sum(lines, 'misses'),
    computedFen: sum(withheld, 'computedFen'),
    deductedFen: sum(withheld, 'amountFen'),
    reversedFen: sum(reversed, 'amountFen'),
    netFen: sum(lines, 'amountFen'),
  };
}

function emptyRow(): SheetRow {
  return Object.fromEntries(SHEET_COLUMNS.map(({ key }) => [key, text('')])) as unknown as SheetRow;
}

function text(value: string): SheetCell {
  return { kind: 'text', text: value };
}

function amount(fen: number): SheetCell {
  return { kind: 'amount', fen };
}
