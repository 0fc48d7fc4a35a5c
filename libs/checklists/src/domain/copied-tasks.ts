import type { IsoWeek } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import type { Checklist, Task } from './checklist.js';
import { endOfWeek } from './due-in-week.js';

/**
 * The tasks of a list as they are asked for in a later week: on the same weekday at the same hour, or at the
 * end of the week where that moment has passed. What had been carried over into the list is done with once it
 * is done, and is not copied; what was carried over from it into that very week is there already.
 *
 * @param target the list of the later week, if there is one
 * @returns none when that list has tasks of its own: copying twice changes nothing
 */
export function copiedTasks(
  source: Checklist,
  target: Checklist | null,
  weeks: { readonly from: IsoWeek; readonly to: IsoWeek },
  now: Temporal.Instant,
  timeZone: string,
): Task[] {
  if (target?.items.some(({ carriedFrom }) => carriedFrom === null)) return [];
  const days = weeks.from.monday.until(weeks.to.monday, { largestUnit: 'days' }).days;
  return source.items
    .filter(
      ({ carriedFrom, carriedOver }) => carriedFrom === null && carriedOver?.week !== weeks.to.toString(),
    )
    .map(({ title, villageCode, dueAt }) => {
      const due = dueAt.toZonedDateTimeISO(timeZone).add({ days }).toInstant();
      return {
        title,
        villageCode,
        dueAt: Temporal.Instant.compare(due, now) > 0 ? due : endOfWeek(weeks.to, timeZone),
      };
    });
}
