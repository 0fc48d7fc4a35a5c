import type { WorkCalendar } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import type { Policy } from '../policy.js';
import type { ChecklistItem, WeekFacts } from '../week-facts.js';

/**
 * When an item is due (D12): as it says, which is Sunday 24:00 unless somebody gave it a time of its own.
 * With a grace until the summary, what is due on Sunday 24:00 is due when the summary is made, 09:00:00 on the
 * next Monday or the first workday after it: W40 of 2026 on October 8. A time of its own is kept.
 *
 * @throws NoticeMissing when the summary lies in a year whose holiday notice was not imported
 */
export function dueTime(
  item: ChecklistItem,
  { week, timeZone }: Pick<WeekFacts, 'week' | 'timeZone'>,
  policy: Policy,
  calendar: WorkCalendar,
): Temporal.Instant {
  if (policy.checklistDue === 'week-end') return item.dueAt;
  const weekEnd = week.end.toZonedDateTime(timeZone).toInstant();
  if (!item.dueAt.equals(weekEnd)) return item.dueAt;
  const summary = calendar.summaryDay(week).toPlainDateTime(Temporal.PlainTime.from(policy.summaryTime));
  return summary.toZonedDateTime(timeZone).toInstant();
}
