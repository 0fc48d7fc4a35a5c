import { Temporal } from 'temporal-polyfill';
import type { ChecklistItem } from '../week-facts.js';

/**
 * How many items of the week's list have a result by their due time (D12: Sunday 24:00). A result at
 * 23:59:59 is on time; one at the due time itself, Monday 00:00:00, is late.
 */
export function countOnTime(items: readonly ChecklistItem[]): number {
  return items.filter(
    ({ dueAt, resultAt }) => resultAt !== null && Temporal.Instant.compare(resultAt, dueAt) < 0,
  ).length;
}
