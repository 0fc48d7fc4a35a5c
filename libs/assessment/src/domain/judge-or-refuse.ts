import { NoticeMissing, type WorkCalendar } from '@cunqin/work-calendar';
import { judgeWeek } from './judge-week.js';
import type { Policy } from './policy.js';
import { countOnTime } from './requirements/checklist.js';
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
    return {
      week: facts.week.toString(),
      month: facts.week.month(policy.monthOf),
      category: facts.cadre.category,
      policyVersion: policy.version,
      quota: policy.quota[facts.cadre.category],
      availableWorkdays: 0,
      visitDays: facts.visitDays.filter((day) => day.credited).length,
      correctedDays: 0,
      checklist: { items: facts.checklist.length, onTime: countOnTime(facts.checklist) },
      verdict: 'undetermined',
      reasons: [{ code: 'CALENDAR.NOTICE_MISSING', year: refusal.year }],
      misses: 0,
      deductionFen: 0,
      waitingFor: [],
    };
  }
}
