import type { WorkCalendar } from '@cunqin/work-calendar';
import { countMisses, deductionFen } from './consequences/deduction.js';
import type { Policy } from './policy.js';
import { checkList, type ChecklistState } from './requirements/checklist.js';
import { isProvenComplete, unprovenClocks } from './requirements/coverage.js';
import { punchesThatMayAddDays, punchesThatMayShowAVillage } from './requirements/undecided-punches.js';
import { type CountedDays, countVisitDays } from './requirements/visit-days.js';
import { visitQuota } from './requirements/visit-quota.js';
import { countWorkdays } from './requirements/workdays.js';
import type { Reason, Verdict, WeekAssessment } from './verdict.js';
import type { WeekFacts } from './week-facts.js';

/**
 * Judges one cadre's week, in the order the rule is written: who could come, how often was due, how
 * often it happened, is the list done, is the proof complete, what does it cost.
 *
 * @throws NoticeMissing when the week touches a year whose holiday notice was not imported
 */
export function judgeWeek(facts: WeekFacts, policy: Policy, calendar: WorkCalendar): WeekAssessment {
  const workdays = countWorkdays(facts, policy, calendar);
  const available = workdays.managed - workdays.excused;
  const quota = visitQuota(facts, available, policy);
  const visits = countVisitDays(facts, policy, calendar);
  const list = checkList(facts, policy, calendar);

  const failures = failuresOf(quota, visits, list, policy);
  const doubts = doubtsAbout(facts, failures, visits, list);
  const verdict = decide(available, policy, failures, doubts);
  const reasons = verdict === 'missed' ? failures : verdict === 'undetermined' ? doubts : [];
  const misses = verdict === 'missed' ? countMisses(failures, policy) : 0;

  return {
    week: facts.week.toString(),
    month: facts.week.month(policy.monthOf),
    category: facts.cadre.category,
    policyVersion: policy.version,
    quota,
    availableWorkdays: available,
    workdays,
    visitDays: visits.total,
    correctedDays: visits.counted.filter(({ corrected }) => corrected).length,
    countedDates: visits.counted,
    uncountedDates: visits.uncounted,
    checklist: { items: list.items, onTime: list.onTime, unsupported: list.unsupported },
    verdict,
    reasons,
    misses,
    deductionFen: deductionFen(misses, facts.cadre.identity, policy),
    waitingFor: verdict === 'undetermined' ? unprovenClocks(facts) : [],
    openUntil: has(reasons, 'LIST_OPEN') ? (list.openUntil?.toString() ?? null) : null,
  };
}

/** What was due and did not happen, as far as it can fail a week (D2). */
function failuresOf(quota: number, visits: CountedDays, list: ChecklistState, policy: Policy): Reason[] {
  const failures: Reason[] = [];
  if (visits.total < quota && policy.failedBy !== 'checklist') {
    failures.push({ code: 'SHORT_DAYS', have: visits.total, need: quota });
  }
  if (list.onTime < list.items && policy.failedBy !== 'visits') {
    failures.push({ code: 'LIST_LATE', items: list.items, onTime: list.onTime });
  }
  return failures;
}

/**
 * What keeps a failed week from being charged: a clock not read to the end of the week; punches on which
 * nobody has decided and which could mend a failure; an item that is not due yet. The machine's own fault
 * never costs a person money.
 */
function doubtsAbout(
  facts: WeekFacts,
  failures: readonly Reason[],
  visits: CountedDays,
  list: ChecklistState,
): Reason[] {
  const isShort = has(failures, 'SHORT_DAYS');
  const isLate = has(failures, 'LIST_LATE');
  const doubts: Reason[] = [];
  if (!isProvenComplete(facts)) doubts.push({ code: 'COVERAGE_MISSING' });
  const undecided = Math.max(
    isShort ? punchesThatMayAddDays(facts, visits) : 0,
    isLate && list.missingForVisit > 0 ? punchesThatMayShowAVillage(facts) : 0,
  );
  if (undecided > 0) doubts.push({ code: 'REVIEW_MISSING', punches: undecided });
  if (isLate && list.open > 0) doubts.push({ code: 'LIST_OPEN', items: list.open });
  return doubts;
}

function has(reasons: readonly Reason[], code: Reason['code']): boolean {
  return reasons.some((reason) => reason.code === code);
}

function decide(
  available: number,
  policy: Policy,
  failures: readonly Reason[],
  doubts: readonly Reason[],
): Verdict {
  if (available === 0 && policy.relief !== 'none') return 'exempt';
  if (failures.length === 0) return 'met';
  return doubts.length > 0 ? 'undetermined' : 'missed';
}
