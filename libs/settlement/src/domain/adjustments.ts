import { monthlyDeduction, type Policy } from '@cunqin/assessment';

/** Why a settled week is judged otherwise now. */
export type AdjustmentCause =
  /** 复核: people decided not to charge it. */
  | 'REVIEW'
  /** 补证: a late punch, correction, slip or reading. */
  | 'FACTS'
  /** 制度: another version of the policy judges it now. */
  | 'POLICY'
  /** 名册: somebody was managed then after all, or was not. */
  | 'ROSTER'
  /** 封顶: the ceiling of the month is another now. */
  | 'CEILING';

/** What a cadre-week costs, before the month's ceiling. */
export interface WeekCharge {
  readonly misses: number;
  readonly fen: number;
  readonly policyVersion: number;
}

/** A week of an issued month: what the books say of it and what a recomputation says. */
export interface SettledWeekNow {
  readonly week: string;
  /** The latest the books have: the settled line, or the latest adjustment of it. `null`: none. */
  readonly booked: WeekCharge | null;
  /**
   * As judged now. `null`: the cadre is not managed in that week. `undetermined`: the proof is in doubt
   * again, and the books stand until it is not.
   */
  readonly fresh: WeekCharge | 'undetermined' | null;
  /** The reason of a decision not to charge the week, if there is one. */
  readonly waivedFor: string | null;
}

/** A cadre's month that was issued. */
export interface SettledCadreMonth {
  readonly month: string;
  readonly cadreCode: string;
  /** The ceiling: that month's post subsidy. */
  readonly postSubsidyFen: number;
  /** Deducted when the month was issued, plus every adjustment issued since. */
  readonly chargedFen: number;
  /** In order of time. */
  readonly weeks: readonly SettledWeekNow[];
}

/** A difference, before it has a place in a month. */
export interface Difference {
  readonly kind: 'reversal' | 'supplement';
  readonly week: string | null;
  readonly cause: AdjustmentCause;
  readonly reason: string | null;
  readonly policyVersion: number | null;
  readonly missesBefore: number;
  readonly missesAfter: number;
  readonly fenBefore: number;
  readonly fenAfter: number;
  /** What it moves after the ceiling: negative is given back (冲回), positive is withheld (追补). */
  readonly amountFen: number;
}

/** A line that sets an earlier month right. */
export interface Adjustment extends Difference {
  /** From 1, in order of origin month, cadre code and week. */
  readonly line: number;
  readonly cadreCode: string;
  readonly name: string;
  readonly office: string;
  readonly identity: 'civil-servant' | 'institution' | 'contract';
  readonly originMonth: string;
  readonly originDocNo: string;
  /** The line of the original month that charged this cadre; `null` when none did. */
  readonly originLine: number | null;
}

/**
 * What a cadre's issued month comes to now: the sum of all its weeks as judged now, under that month's
 * ceiling. A week in doubt counts as the books have it.
 */
export function recomputedFen(cadreMonth: SettledCadreMonth, policy: Policy): number {
  return ceiling(
    cadreMonth.weeks.map((week) => nowOf(week).fen),
    cadreMonth,
    policy,
  );
}

/**
 * The lines that bring the books to a recomputation, one for each week that differs, in order of time.
 * Each line's amount is what that week alone moves under the month's ceiling, so that charged + lines =
 * recomputed, always. Five misses against 400 yuan and one of them reversed: the line says one miss less
 * and 0 yuan, because 400 were due either way.
 */
export function differencesOf(cadreMonth: SettledCadreMonth, policy: Policy): Difference[] {
  const fen = cadreMonth.weeks.map(({ booked }) => booked?.fen ?? 0);
  const differences: Difference[] = [];
  let due = ceiling(fen, cadreMonth, policy);
  if (due !== cadreMonth.chargedFen) differences.push(ceilingMoved(cadreMonth.chargedFen, due, policy));
  for (const [index, week] of cadreMonth.weeks.entries()) {
    const now = nowOf(week);
    const before = week.booked ?? { misses: 0, fen: 0 };
    if (now.misses === before.misses && now.fen === before.fen) continue;
    fen[index] = now.fen;
    const next = ceiling(fen, cadreMonth, policy);
    differences.push({
      kind: kindOf(next - due, now.misses - before.misses),
      week: week.week,
      cause: causeOf(week),
      reason: causeOf(week) === 'REVIEW' ? week.waivedFor : null,
      policyVersion: now.policyVersion,
      missesBefore: before.misses,
      missesAfter: now.misses,
      fenBefore: before.fen,
      fenAfter: now.fen,
      amountFen: next - due,
    });
    due = next;
  }
  return differences;
}

function nowOf({ booked, fresh }: SettledWeekNow): Omit<WeekCharge, 'policyVersion'> & {
  policyVersion: number | null;
} {
  const now = fresh === 'undetermined' ? booked : fresh;
  return now ?? { misses: 0, fen: 0, policyVersion: null };
}

function ceiling(weeklyFen: readonly number[], cadreMonth: SettledCadreMonth, policy: Policy): number {
  return monthlyDeduction(weeklyFen, cadreMonth.postSubsidyFen, policy).deductedFen;
}

/** A policy for the past moved the ceiling itself. */
function ceilingMoved(chargedFen: number, due: number, policy: Policy): Difference {
  return {
    kind: kindOf(due - chargedFen, 0),
    week: null,
    cause: 'CEILING',
    reason: null,
    policyVersion: policy.version,
    missesBefore: 0,
    missesAfter: 0,
    fenBefore: chargedFen,
    fenAfter: due,
    amountFen: due - chargedFen,
  };
}

/** By the money; when the ceiling hides it, by the misses. */
function kindOf(amountFen: number, misses: number): Difference['kind'] {
  return (amountFen || misses) < 0 ? 'reversal' : 'supplement';
}

function causeOf({ booked, fresh, waivedFor }: SettledWeekNow): AdjustmentCause {
  if (booked === null || fresh === null) return 'ROSTER';
  if (waivedFor !== null) return 'REVIEW';
  return fresh !== 'undetermined' && fresh.policyVersion !== booked.policyVersion ? 'POLICY' : 'FACTS';
}
