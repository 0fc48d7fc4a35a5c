import { Temporal } from 'temporal-polyfill';
import type { ChecklistItem } from '../week-facts.js';

/**
 * Whether an item was done in time: a result was reported before it was due and not returned (退回) before
 * that. A result at 23:59:59 is on time; one at the due time itself, Monday 00:00:00, is late.
 *
 * A result returned before the due time counts as none until it is reported again. One that is returned
 * afterwards stays on time: the cadre could no longer mend it in time, and the delay is the supervisor's.
 */
export function isOnTime({ reports }: ChecklistItem, due: Temporal.Instant): boolean {
  return reports.some(({ at, returnedAt }) => isBefore(at, due) && !isBefore(returnedAt, due));
}

/** Whether an item has a result, in time or not, that nobody returned. */
export function hasResult({ reports }: ChecklistItem): boolean {
  return reports.some(({ returnedAt }) => returnedAt === null);
}

/**
 * An item that a supervisor carried over to another week before it was due is not asked for in this one.
 * Carried over afterwards it stays late here, and is asked for there.
 */
export function isAskedFor({ carriedOverAt }: ChecklistItem, due: Temporal.Instant): boolean {
  return !isBefore(carriedOverAt, due);
}

function isBefore(moment: Temporal.Instant | null, due: Temporal.Instant): boolean {
  return moment !== null && Temporal.Instant.compare(moment, due) < 0;
}
