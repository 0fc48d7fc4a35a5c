import type { WorkCalendar } from '@cunqin/work-calendar';
import { countMisses, deductionFen } from './consequences/deduction.js';
import type { Policy } from './policy.js';
import { availableWorkdays } from './requirements/available-workdays.js';
import { countOnTime } from './requirements/checklist.js';
import { isProvenComplete, unprovenClocks } from './requirements/coverage.js';
import { type CountedDays, countVisitDays, undecidedPunches } from './requirements/visit-days.js';
import { visitQuota } from './requirements/visit-quota.js';
import type { Reason, Verdict, WeekAssessment } from './verdict.js';
import type { WeekFacts } from './week-facts.js';

/**
 * Judges one cadre's week, in the order the rule is written: who could come, how often was due, how
 * often it happened, is the list done, is the proof complete, what does it cost.
 *
 * @throws NoticeMissing when the week touches a year whose holiday notice was not imported
 */
export function judgeWeek(facts: WeekFacts, policy: Policy, calendar: WorkCalendar): WeekAssessment {
  const available = availableWorkdays(facts, calendar);
  const quota = visitQuota(facts, available, policy);
  const visits = countVisitDays(facts, facts.visitDays, policy, calendar);
  const items = facts.checklist.length;
  const onTime = countOnTime(facts.checklist);

  const failures: Reason[] = [];
  if (visits.dates.length < quota && policy.failedBy !== 'checklist') {
    failures.push({ code: 'SHORT_DAYS', have: visits.dates.length, need: quota });
  }
  if (onTime < items && policy.failedBy !== 'visits') {
    failures.push({ code: 'LIST_LATE', items, onTime });
  }

  const doubts = doubtsAbout(facts, failures, visits);
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
    visitDays: visits.dates.length,
    correctedDays: visits.corrected,
    checklist: { items, onTime },
    verdict,
    reasons,
    misses,
    deductionFen: deductionFen(misses, facts.cadre.identity, policy),
    waitingFor: verdict === 'undetermined' ? unprovenClocks(facts) : [],
  };
}

function decide(
  available: number,
  policy: Policy,
  failures: readonly Reason[],
  doubts: readonly Reason[],
): Verdict {
  if (available === 0 && policy.relief === 'min') return 'exempt';
  if (failures.length === 0) return 'met';
  return doubts.length > 0 ? 'undetermined' : 'missed';
}

/**
 * What keeps a failed week from being charged: a clock not read to the end of the week, or, when days are
 * short, suspect punches on a date that does not count yet and on which nobody has decided. The machine's
 * own fault never costs a person money.
 */
function doubtsAbout(facts: WeekFacts, failures: readonly Reason[], visits: CountedDays): Reason[] {
  const doubts: Reason[] = [];
  if (!isProvenComplete(facts)) doubts.push({ code: 'COVERAGE_MISSING' });
  const undecided = undecidedPunches(facts, visits);
  if (undecided > 0 && failures.some(({ code }) => code === 'SHORT_DAYS')) {
    doubts.push({ code: 'REVIEW_MISSING', punches: undecided });
  }
  return doubts;
}
