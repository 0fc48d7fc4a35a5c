import { monthlyDeduction } from './consequences/deduction.js';
import type { Policy } from './policy.js';
import type { WeekAssessment } from './verdict.js';

/** What some weeks come to under one reading of the rule. */
export interface SimulationTotals {
  readonly cadreWeeks: number;
  readonly met: number;
  readonly missed: number;
  readonly exempt: number;
  readonly undetermined: number;
  /** 人次. */
  readonly misses: number;
  /** 人: who has at least one miss. */
  readonly persons: number;
  /** In fen, before the ceiling. */
  readonly computedFen: number;
  /** In fen, after each month's ceiling (D13), as far as the month lies in the range. */
  readonly deductedFen: number;
}

/** A cadre-week that another rule would judge otherwise. */
export interface SimulatedChange {
  readonly week: string;
  readonly cadreCode: string;
  readonly name: string;
  readonly before: SimulatedWeek;
  readonly after: SimulatedWeek;
  /** In Chinese: `应下村2天→3天，完成→未完成（下村2天，应3天），计0→1次，扣发0→100元`. */
  readonly why: string;
}

export type SimulatedWeek = Pick<
  WeekAssessment,
  'verdict' | 'quota' | 'visitDays' | 'misses' | 'deductionFen' | 'month'
>;

/** The part of an assessment that a change shows. */
export function shown(assessment: WeekAssessment): SimulatedWeek {
  const { verdict, quota, visitDays, misses, deductionFen, month } = assessment;
  return { verdict, quota, visitDays, misses, deductionFen, month };
}

interface Charged {
  fen: number;
  readonly postSubsidyFen: number;
  /** Of the last week added: what its month's ceiling is read from. */
  policy: Policy;
}

/** Adds up weeks one by one, in order of time; holds a row for each charged cadre-month, not for each week. */
export class SimulationSum {
  private readonly verdicts = { met: 0, missed: 0, exempt: 0, undetermined: 0 };
  private readonly persons = new Set<string>();
  private readonly charged = new Map<string, Charged>();
  private misses = 0;

  add(
    { code, postSubsidyFen }: { readonly code: string; readonly postSubsidyFen: number },
    { verdict, misses, deductionFen, month }: WeekAssessment,
    policy: Policy,
  ): void {
    this.verdicts[verdict] += 1;
    this.misses += misses;
    if (misses > 0) this.persons.add(code);
    const key = `${month} ${code}`;
    const known = this.charged.get(key);
    if (known) {
      known.fen += deductionFen;
      known.policy = policy;
    } else if (deductionFen > 0) {
      this.charged.set(key, { fen: deductionFen, postSubsidyFen, policy });
    }
  }

  totals(): SimulationTotals {
    const months = [...this.charged.values()].map(({ fen, postSubsidyFen, policy }) =>
      monthlyDeduction([fen], postSubsidyFen, policy),
    );
    return {
      cadreWeeks: Object.values(this.verdicts).reduce((sum, count) => sum + count, 0),
      ...this.verdicts,
      misses: this.misses,
      persons: this.persons.size,
      computedFen: months.reduce((sum, { computedFen }) => sum + computedFen, 0),
      deductedFen: months.reduce((sum, { deductedFen }) => sum + deductedFen, 0),
    };
  }
}
