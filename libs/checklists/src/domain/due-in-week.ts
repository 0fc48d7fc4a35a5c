import type { IsoWeek } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import { checklistErrors } from '../checklist-errors.js';

/** When a week ends in the township: Sunday 24:00, the due time of an item without one of its own (D12). */
export function endOfWeek(week: IsoWeek, timeZone: string): Temporal.Instant {
  return week.end.toZonedDateTime(timeZone).toInstant();
}

/**
 * When an item falls due: as it says, or at the end of its week.
 *
 * @param dueAt `null`: the end of the week
 * @throws CodedError `CHECKLISTS.DUE_OUTSIDE_WEEK` when it is not after Monday 00:00 and up to Sunday 24:00
 */
export function dueInWeek(dueAt: Temporal.Instant | null, week: IsoWeek, timeZone: string): Temporal.Instant {
  const end = endOfWeek(week, timeZone);
  const monday = week.monday.toZonedDateTime(timeZone).toInstant();
  if (dueAt === null) return end;
  if (Temporal.Instant.compare(dueAt, monday) <= 0 || Temporal.Instant.compare(dueAt, end) > 0) {
    throw checklistErrors.dueOutsideWeek(week.toString());
  }
  return dueAt;
}
