import { NoticeMissing, type WorkCalendar } from '@cunqin/work-calendar';
import { judgeWeek } from './judge-week.js';
import type { Policy } from './policy.js';
import { checkList } from './requirements/checklist.js';
import { countVisitDays } from './requirements/visit-days.js';
import type { WeekAssessment } from './verdict.js';
import type { WeekFacts } from './week-facts.js';

/**
 * Judges a week, or says that it cannot be judged: a week reaching into a year without a holiday notice
 * (“2027年节假日安排未录入”) stays undetermined until somebody imports it.
 */
export function judgeOrRefuse(facts: WeekFacts, policy: Policy, calendar: WorkCalendar): WeekAssessment {
  try {
    return judgeWeek(facts, policy, calendar);
  } catch (refusal) {
    if (!(refusal instanceof NoticeMissing)) throw refusal;
    return unjudged(facts, policy, calendar, refusal);
  }
}

/** What can be said without knowing which days are worked. */
function unjudged(
  facts: WeekFacts,
  policy: Policy,
  calendar: WorkCalendar,
  { year }: NoticeMissing,
): WeekAssessment {
  const visits = countVisitDays(facts, policy, { isWorkday: () => true });
  const list = checkList(facts, { ...policy, checklistDue: 'week-end' }, calendar);
  return {
    week: facts.week.toString(),
    month: facts.week.month(policy.monthOf),
    category: facts.cadre.category,
    policyVersion: policy.version,
    quota: policy.quota[facts.cadre.category],
    availableWorkdays: 0,
    workdays: { inWeek: 0, managed: 0, excused: 0 },
    visitDays: visits.total,
    correctedDays: visits.counted.filter(({ corrected }) => corrected).length,
    countedDates: visits.counted,
    uncountedDates: visits.uncounted,
    checklist: { items: list.items, onTime: list.onTime, unsupported: list.unsupported },
    verdict: 'undetermined',
    reasons: [{ code: 'CALENDAR.NOTICE_MISSING', year }],
    misses: 0,
    deductionFen: 0,
    waitingFor: [],
    openUntil: null,
  };
}
