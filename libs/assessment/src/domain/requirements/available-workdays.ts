import type { WorkCalendar } from '@cunqin/work-calendar';
import { managedDates, type WeekFacts } from '../week-facts.js';

/**
 * Workdays on which the cadre could have gone to a village (可考核工作日): workdays and make-up
 * workdays of the managed period, less full days of approved leave, errand, training or meeting.
 *
 * October 8 to 10, 2026 (the make-up Saturday included) are 3; a week of leave is 0.
 */
export function availableWorkdays(facts: WeekFacts, calendar: WorkCalendar): number {
  const excused = new Set(facts.excused.map((date) => date.toString()));
  // The whole week is asked for, so that a week reaching into a year without a notice is refused.
  const workdays = new Set(calendar.workdaysOf(facts.week).map((date) => date.toString()));
  return managedDates(facts).filter((date) => workdays.has(date.toString()) && !excused.has(date.toString()))
    .length;
}
