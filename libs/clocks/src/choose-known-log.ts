import type { KnownLog } from '@cunqin/clock-protocol';
import type { ReadHistory } from '@cunqin/punch-ledger';
import { Temporal } from 'temporal-polyfill';

/**
 * What a read of a clock may start from; `null`: it must fetch the whole log. Comparing the last known
 * records does not see everything: a log that was cleared and filled again to the same count looks like one
 * in which nothing is new. So the whole log is read
 *
 * - at least once in 24 hours;
 * - until one such read has proved the clock complete to the end of last week, before the week is judged;
 * - after a read that did not end well, of a clock that is full (it may drop its oldest punches and keep the
 *   count), and of one that does not keep its log in order of time.
 */
export function chooseKnownLog(
  { last, lastFull }: ReadHistory,
  { now, timeZone }: { now: Temporal.Instant; timeZone: string },
): KnownLog | null {
  if (last === null || lastFull === null || last.outcome !== 'complete') return null;
  if (!lastFull.timeOrdered || lastFull.provenUntil === null) return null;
  if (last.punchCapacity !== null && last.records >= last.punchCapacity) return null;
  if (Temporal.Instant.compare(lastFull.startedAt, now.subtract({ hours: 24 })) <= 0) return null;
  const today = now.toZonedDateTimeISO(timeZone).toPlainDate();
  const monday = today.subtract({ days: today.dayOfWeek - 1 }).toPlainDateTime();
  if (Temporal.PlainDateTime.compare(lastFull.provenUntil, monday) < 0) return null;
  return last.known;
}
