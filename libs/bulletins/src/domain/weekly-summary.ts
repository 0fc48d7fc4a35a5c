import type { Temporal } from 'temporal-polyfill';
import { dayText } from './day-text.js';
import { DAY_KEYS, type DayKey, type SummaryColumnKey } from './weekly-summary.columns.js';
import type { PersonFacts, Verdict, VillageFacts, WeeklySummaryFacts } from './weekly-summary.facts.js';
import { summaryTotals, type SummaryTotals } from './weekly-summary.totals.js';
import * as wording from './wording.js';

/** A cell knows what it holds; how it looks is the sheet's affair. `fen` are integer, yuan only on paper. */
export type Cell =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'amount'; readonly fen: number }
  /** A quotient, unrounded; paper shows an average with two decimals, a share with one, a change with none. */
  | { readonly kind: 'quotient'; readonly value: number; readonly of: 'average' | 'share' | 'change' };

export interface SummaryRow {
  readonly cadreCode: string;
  readonly verdict: Verdict;
  readonly cells: Readonly<Record<SummaryColumnKey, Cell>>;
}

/** One line of sheet 2. */
export interface VillageRow {
  readonly villageName: string;
  readonly clocks: string;
  readonly visitors: number;
  readonly visits: number;
  readonly lastRead: string;
  readonly incidents: number;
  readonly collection: string;
  readonly needsAttention: boolean;
}

/** The weekly summary (周汇总表) ready to be drawn: every word and every sum is already in it. */
export interface WeeklySummary {
  readonly title: string;
  readonly villageTitle: string;
  readonly subtitle: string;
  readonly issuingUnit: string;
  readonly issuedOn: Temporal.PlainDate;
  /** The text under 周一…周日. */
  readonly dayHeads: Readonly<Record<DayKey, string>>;
  readonly rows: readonly SummaryRow[];
  readonly totals: SummaryTotals;
  readonly totalCells: Readonly<Partial<Record<SummaryColumnKey, Cell>>>;
  readonly foot: readonly string[];
  readonly signatures: readonly string[];
  readonly villages: readonly VillageRow[];
  /** `visits` are 人次. Visitors (人) have no sum: one person may have been in several villages. */
  readonly villageTotals: { readonly visits: number; readonly incidents: number };
}

/**
 * Puts a week's facts into the form of the weekly summary; decides nothing about anybody.
 * Throws RangeError when the week or a cadre does not have exactly the same seven dates.
 */
export function buildWeeklySummary(facts: WeeklySummaryFacts): WeeklySummary {
  const { first, last } = weekEnds(facts);
  const totals = summaryTotals(facts.people);
  const workdays = facts.dates.filter(({ kind }) => kind === 'workday' || kind === 'makeup-workday').length;
  return {
    title: wording.titleWords(facts.townshipName, facts.week),
    villageTitle: wording.villageTitleWords(facts.townshipName, facts.week),
    subtitle: wording.subtitleWords({
      period: wording.periodWords(first, last),
      workdays,
      issuingUnit: facts.issuingUnit,
      issuedOn: facts.issuedOn,
    }),
    issuingUnit: facts.issuingUnit,
    issuedOn: facts.issuedOn,
    dayHeads: byDay((n) => {
      const day = facts.dates[n];
      return day === undefined ? '' : wording.dayHeadWords(day.date, day.kind);
    }),
    rows: facts.people.map((person, n) => summaryRow(person, n + 1, facts)),
    totals,
    totalCells: totalCells(totals),
    foot: [
      wording.totalsWords(totals),
      wording.uncollectedLine(facts.villages),
      wording.LEGEND_LINE,
      wording.NOTES_LINE,
      wording.policyWords(facts.policy),
      wording.sealWords(facts.ledgerSeal),
    ],
    signatures: wording.SIGNATURES,
    villages: facts.villages.map(villageRow),
    villageTotals: {
      visits: facts.villages.reduce((total, village) => total + village.visits, 0),
      incidents: facts.villages.reduce((total, village) => total + village.incidents, 0),
    },
  };
}

function summaryRow(person: PersonFacts, index: number, facts: WeeklySummaryFacts): SummaryRow {
  const undetermined = person.verdict === 'undetermined';
  const days = byDay((n): Cell => {
    const day = person.days[n];
    const head = facts.dates[n];
    if (day === undefined || head === undefined || !day.date.equals(head.date)) {
      throw new RangeError(`${person.cadreCode}: the days are not those of week ${facts.week}`);
    }
    return text(dayText(day, head.kind, undetermined));
  });
  return {
    cadreCode: person.cadreCode,
    verdict: person.verdict,
    cells: {
      index: number(index),
      name: text(person.name),
      office: text(person.office),
      category: text(wording.CATEGORY_WORDS[person.category]),
      homeVillage: text(person.homeVillageName ?? ''),
      quota: number(person.quota),
      ...days,
      villageDays: number(person.villageDays),
      enterpriseDays: number(person.enterpriseDays),
      creditedDays: number(person.creditedDays),
      totalDays: number(person.totalDays),
      excused: number(person.excusedWorkdays),
      checklistItems: number(person.checklistItems),
      onTimeItems: number(person.onTimeItems),
      verdict: text(wording.VERDICT_WORDS[person.verdict]),
      reasons: text(wording.reasonsWords(person.reasons, person.waitingFor)),
      misses: number(person.misses),
      amount: amount(person.deductionFen),
      corrections: number(person.corrections),
      ownCheck: text(''),
      note: text(person.note ?? ''),
    },
  };
}

function totalCells(totals: SummaryTotals): WeeklySummary['totalCells'] {
  return {
    index: text('合计'),
    quota: number(totals.quota),
    villageDays: number(totals.villageDays),
    enterpriseDays: number(totals.enterpriseDays),
    creditedDays: number(totals.creditedDays),
    totalDays: number(totals.totalDays),
    excused: number(totals.excusedWorkdays),
    checklistItems: number(totals.checklistItems),
    onTimeItems: number(totals.onTimeItems),
    misses: number(totals.misses),
    amount: amount(totals.deductionFen),
    corrections: number(totals.corrections),
  };
}

function villageRow(village: VillageFacts): VillageRow {
  return {
    villageName: village.villageName,
    clocks: village.clockNames.join('、'),
    visitors: village.visitors,
    visits: village.visits,
    lastRead: village.lastReadAt === null ? '—' : wording.momentWords(village.lastReadAt),
    incidents: village.incidents,
    collection: wording.collectionWords(village),
    needsAttention: village.state !== 'read',
  };
}

function weekEnds(facts: WeeklySummaryFacts): { first: Temporal.PlainDate; last: Temporal.PlainDate } {
  const first = facts.dates[0]?.date;
  const last = facts.dates[6]?.date;
  const whole =
    first?.dayOfWeek === 1 && facts.dates.every(({ date }, n) => date.equals(first.add({ days: n })));
  if (first === undefined || last === undefined || facts.dates.length !== 7 || !whole) {
    throw new RangeError(`week ${facts.week} does not come with its dates from Monday to Sunday`);
  }
  return { first, last };
}

function byDay<T>(make: (n: number) => T): Record<DayKey, T> {
  return Object.fromEntries(DAY_KEYS.map((key, n) => [key, make(n)])) as Record<DayKey, T>;
}

function text(value: string): Cell {
  return { kind: 'text', text: value };
}

function number(value: number): Cell {
  return { kind: 'number', value };
}

function amount(fen: number): Cell {
  return { kind: 'amount', fen };
}
