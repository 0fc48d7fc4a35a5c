import { madeAnew } from '../made-anew.js';
import { yuanWords } from '../wording.js';
import { deductionMonth, type DeductionBatch, type DeductionLine, type LineKind } from './deduction-batch.js';
import { type LongColumn, monthText, type PayrollMapping, type WideColumn } from './payroll-mapping.js';

/** A field of a file for a program; empty is empty text. */
export type Field =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'count'; readonly value: number }
  | { readonly kind: 'amount'; readonly fen: number };

/** A file for a program: one heading, no total row. */
export interface PayrollTable {
  readonly headings: readonly string[];
  readonly rowCount: number;
  /** Made anew each time they are walked over. */
  readonly rows: Iterable<readonly Field[]>;
  /** Which columns carry the money that is booked, for the control totals. */
  readonly sumFen: number;
}

/** What the payroll program knows a person by; every cadre of the batch has one. */
export type PersonCodes = ReadonlyMap<string, string>;

/** Everything the files are made from. */
export interface PayrollInput {
  readonly batch: DeductionBatch;
  readonly mapping: PayrollMapping;
  readonly personCodes: PersonCodes;
}

/** 类别 in the words of the files. */
const KIND_WORDS: Readonly<Record<LineKind, string>> = {
  current: '本期',
  supplement: '追补',
  reversal: '冲回',
};

const DRAFT_NOTE = '草稿，未发文，不得入账';

/** One line for each amount that moves, reversals apart. What moves no money is in the human sheet only. */
export function longTable(input: PayrollInput): PayrollTable {
  const { mapping } = input;
  const lines = movingLines(input.batch);
  const common = commonFields(input);
  return {
    headings: mapping.long.map(({ title }) => title),
    rowCount: lines.length,
    rows: madeAnew(lines, (line) => mapping.long.map(({ key }) => longField(key, line, input, common))),
    sumFen: sumOf(lines, ({ amountFen }) => amountFen),
  };
}

/** One line for each person for whom money moves. */
export function wideTable(input: PayrollInput): PayrollTable {
  const { mapping } = input;
  const moving = movingLines(input.batch);
  const people = byPerson(moving);
  const common = commonFields(input);
  return {
    headings: mapping.wide.map(({ title }) => title),
    rowCount: people.length,
    rows: madeAnew(people, (lines, index) =>
      mapping.wide.map(({ key }) => wideField(key, index + 1, lines, input, common)),
    ),
    sumFen: sumOf(moving, ({ amountFen }) => amountFen),
  };
}

/** The lines that move money: those that a payroll program books. */
export function movingLines(batch: DeductionBatch): DeductionLine[] {
  return batch.lines.filter(({ amountFen }) => amountFen !== 0);
}

/** Lines of one person together, in the order they stand in. */
export function byPerson(lines: readonly DeductionLine[]): [DeductionLine, ...DeductionLine[]][] {
  const people: [DeductionLine, ...DeductionLine[]][] = [];
  for (const line of lines) {
    const last = people.at(-1);
    if (last?.[0].cadreCode === line.cadreCode) last.push(line);
    else people.push([line]);
  }
  return people;
}

/** What every row says alike. */
interface CommonFields {
  readonly batchNo: Field;
  readonly period: Field;
  readonly unit: Field;
  readonly basis: Field;
}

function commonFields({ batch, mapping }: PayrollInput): CommonFields {
  return {
    batchNo: text(batch.batchNo),
    // 期间 is the month in which payroll withholds, not the month that was judged.
    period: text(monthText(deductionMonth(batch.month, mapping.deductedMonthsAfter), mapping.monthFormat)),
    unit: text(mapping.unit ?? batch.township.name),
    basis: text(batch.docNo ?? ''),
  };
}

function longField(key: LongColumn, line: DeductionLine, input: PayrollInput, common: CommonFields): Field {
  const { batch, mapping } = input;
  switch (key) {
    case 'batchNo':
    case 'period':
    case 'unit':
    case 'basis':
      return common[key];
    case 'personCode':
      return text(codeOf(line, input));
    case 'name':
      return text(line.name);
    case 'itemCode':
      return text(mapping.items[line.kind].code);
    case 'itemName':
      return text(mapping.items[line.kind].name);
    case 'misses':
      return { kind: 'count', value: line.misses };
    case 'unitPrice':
      return line.unitFen === null ? text('') : amount(line.unitFen);
    case 'amount':
      return amount(line.amountFen);
    case 'kind':
      return text(KIND_WORDS[line.kind]);
    case 'originPeriod':
      return text(line.origin === null ? '' : monthText(line.origin.month, mapping.monthFormat));
    case 'originLine':
      return text((line.origin?.line ?? '').toString());
    case 'note':
      return text(noteOf([line], batch));
  }
}

function wideField(
  key: WideColumn,
  index: number,
  lines: readonly [DeductionLine, ...DeductionLine[]],
  input: PayrollInput,
  common: CommonFields,
): Field {
  const [first] = lines;
  switch (key) {
    case 'period':
    case 'unit':
      return common[key];
    case 'index':
      return { kind: 'count', value: index };
    case 'personCode':
      return text(codeOf(first, input));
    case 'name':
      return text(first.name);
    case 'item':
      return amount(sumOf(lines.filter(isCurrent), ({ amountFen }) => amountFen));
    case 'adjustments':
      return amount(
        sumOf(
          lines.filter((line) => !isCurrent(line)),
          ({ amountFen }) => amountFen,
        ),
      );
    case 'total':
      return amount(sumOf(lines, ({ amountFen }) => amountFen));
    case 'uncapped':
      return amount(sumOf(lines, ({ computedFen }) => computedFen));
    case 'note':
      return text(noteOf(lines, input.batch));
  }
}

function codeOf({ cadreCode }: DeductionLine, { personCodes }: PayrollInput): string {
  const code = personCodes.get(cadreCode);
  if (code === undefined) throw new Error(`${cadreCode} has no code for payroll`);
  return code;
}

function noteOf(lines: readonly DeductionLine[], batch: DeductionBatch): string {
  const notes = lines.map((line) => lineNote(line, batch.month));
  return [...(batch.docNo === null ? [DRAFT_NOTE] : []), ...notes].filter((note) => note !== '').join('；');
}

/** What a reader of one line has to know: which month and weeks, what the ceiling cut, which document is set right. */
export function lineNote(line: DeductionLine, month: string): string {
  const weeks = line.weeks.length === 0 ? '' : `第${line.weeks.map(weekNumber).join('、')}周`;
  if (line.origin === null) {
    const capped =
      line.amountFen < line.computedFen ? `，应扣${yuanWords(line.computedFen)}元，按岗位补贴封顶` : '';
    return `${month}考核${weeks}${capped}`;
  }
  return `${KIND_WORDS[line.kind]}${line.origin.month}${weeks}（${CAUSE_WORDS[line.origin.cause]}，原${line.origin.docNo}）`;
}

const CAUSE_WORDS: Readonly<Record<NonNullable<DeductionLine['origin']>['cause'], string>> = {
  REVIEW: '复核',
  FACTS: '补证',
  POLICY: '制度调整',
  ROSTER: '名册更正',
  CEILING: '封顶调整',
};

function weekNumber(week: string): number {
  return Number(week.slice(-2));
}

function isCurrent({ kind }: DeductionLine): boolean {
  return kind === 'current';
}

function sumOf<Item>(items: readonly Item[], amountOf: (item: Item) => number): number {
  return items.reduce((sum, item) => sum + amountOf(item), 0);
}

/** A program reads one line a record: what breaks lines in a name becomes a space. */
function text(value: string): Field {
  return { kind: 'text', text: value.replaceAll(/[\t\r\n\v\f\u0085\u2028\u2029]+/g, ' ') };
}

function amount(fen: number): Field {
  return { kind: 'amount', fen };
}
