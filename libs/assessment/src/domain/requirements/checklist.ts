import type { WorkCalendar } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import type { Policy } from '../policy.js';
import type { WeekFacts } from '../week-facts.js';
import { dueTime } from './due-time.js';
import { isAskedFor, isOnTime } from './item-result.js';
import { unsupportedItems } from './unsupported-items.js';

/** How far a week's list is done. */
export interface ChecklistState {
  readonly items: number;
  /** Items that count as done in time. */
  readonly onTime: number;
  /** Positions, ascending, of the items whose result claims a visit that nothing proves. */
  readonly unsupported: readonly number[];
  /** Items on time but for the visit that nothing proves, where that counts as missing. */
  readonly missingForVisit: number;
  /** Items without a result that were not due yet, and when the last of them is. */
  readonly open: number;
  readonly openUntil: Temporal.Instant | null;
}

/**
 * Holds the week's list against its due times (D12). An item whose result is not supported by any visit is
 * only marked, or counts as missing, as the policy says.
 *
 * @throws NoticeMissing when a due time depends on a year whose holiday notice was not imported
 */
export function checkList(facts: WeekFacts, policy: Policy, calendar: WorkCalendar): ChecklistState {
  const asked = facts.checklist
    .map((item) => ({ item, due: dueTime(item, facts, policy, calendar) }))
    .filter(({ item, due }) => isAskedFor(item, due));
  const unsupported = unsupportedItems(
    asked.map(({ item }) => item),
    facts,
  );
  const inTime = asked.filter(({ item, due }) => isOnTime(item, due)).map(({ item }) => item);
  const done =
    policy.unsupportedItem === 'marked' ? inTime : inTime.filter((item) => !unsupported.includes(item));
  const open = asked
    .filter(({ item, due }) => !inTime.includes(item) && Temporal.Instant.compare(due, facts.asOf) > 0)
    .map(({ due }) => due)
    .sort((a, b) => Temporal.Instant.compare(a, b));
  return {
    items: asked.length,
    onTime: done.length,
    unsupported: unsupported.map(({ position }) => position).sort((a, b) => a - b),
    missingForVisit: inTime.length - done.length,
    open: open.length,
    openUntil: open.at(-1) ?? null,
  };
}
