import type { WorkCalendar } from '@cunqin/work-calendar';
import type { Policy } from '../policy.js';
import type { WeekAssessment } from '../verdict.js';
import { isManaged, type WeekFacts } from '../week-facts.js';
import { excusedDates } from './excused-dates.js';

/**
 * The workdays of a week (可考核工作日): workdays and make-up workdays; those in the managed period; and of
 * these the ones excused by a full day of approved leave, by an errand, training or meeting (D9), or by
 * emergency duty where the policy only excuses it (D10). What is left is available.
 *
 * October 5 to 11, 2026 has 3 (the make-up Saturday included); on leave on one of them, 2 are available.
 */
export function countWorkdays(
  facts: WeekFacts,
  policy: Policy,
  calendar: WorkCalendar,
): WeekAssessment['workdays'] {
  // The whole week is asked for, so that a week reaching into a year without a notice is refused.
  const inWeek = calendar.workdaysOf(facts.week);
  const managed = inWeek.filter((date) => isManaged(facts, date));
  const excusing = new Set(excusedDates(facts, policy).map(String));
  const excused = managed.filter((date) => excusing.has(date.toString()));
  return { inWeek: inWeek.length, managed: managed.length, excused: excused.length };
}
