import { isWaived } from '@cunqin/assessment';
import type { PersonFacts, Verdict } from './weekly-summary.facts.js';

/**
 * The sums under the weekly summary. `people`, `met`, `missed`, `waived`, `exempt` and `undetermined` count
 * persons (人), each in one of the last five; `misses` counts occurrences (人次), which is another number as soon as one week can cost more than one miss.
 */
export interface SummaryTotals {
  readonly people: number;
  readonly met: number;
  /** With at least one miss. */
  readonly missed: number;
  /** 经复核不计: missed, and not counted. Absent: 0, so that a paper without one says what it always said. */
  readonly waived?: number;
  readonly exempt: number;
  readonly undetermined: number;
  readonly quota: number;
  readonly villageDays: number;
  readonly enterpriseDays: number;
  readonly creditedDays: number;
  readonly totalDays: number;
  readonly excusedWorkdays: number;
  readonly checklistItems: number;
  readonly onTimeItems: number;
  readonly misses: number;
  readonly deductionFen: number;
  readonly corrections: number;
}

/** Adds up exactly the rows that are printed, so the foot cannot disagree with the table above it. */
export function summaryTotals(people: readonly PersonFacts[]): SummaryTotals {
  const sum = (figure: (person: PersonFacts) => number): number =>
    people.reduce((total, person) => total + figure(person), 0);
  const judged = (verdict: Verdict): number => people.filter((person) => person.verdict === verdict).length;
  const waived = people.filter(isWaived).length;
  return {
    people: people.length,
    met: judged('met'),
    missed: judged('missed') - waived,
    ...(waived > 0 ? { waived } : {}),
    exempt: judged('exempt'),
    undetermined: judged('undetermined'),
    quota: sum((person) => person.quota),
    villageDays: sum((person) => person.villageDays),
    enterpriseDays: sum((person) => person.enterpriseDays),
    creditedDays: sum((person) => person.creditedDays),
    totalDays: sum((person) => person.totalDays),
    excusedWorkdays: sum((person) => person.excusedWorkdays),
    checklistItems: sum((person) => person.checklistItems),
    onTimeItems: sum((person) => person.onTimeItems),
    misses: sum((person) => person.misses),
    deductionFen: sum((person) => person.deductionFen),
    corrections: sum((person) => person.corrections),
  };
}
