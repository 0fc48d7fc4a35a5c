import { NoticeMissing, type WorkCalendar } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import type { Policy } from '../policy.js';
import type { ChecklistItem, WeekFacts } from '../week-facts.js';
import { dueTime } from './due-time.js';
import { hasResult, isAskedFor, isOnTime } from './item-result.js';

/** How one item stands by the rule in force. */
export interface ItemStanding {
  readonly state:
    /** A result came in time. */
    | 'on-time'
    /** Due, and none came in time. */
    | 'late'
    /** Not due yet. */
    | 'open'
    /** Moved to another week before it was due: not asked for in this one. */
    | 'carried-over'
    /** When it is due depends on a holiday notice that was not imported. */
    | 'undetermined';
  /** The last result was returned (退回) and none has come since. */
  readonly returned: boolean;
}

/** How an item stands (D12), by the same clauses by which the week is judged. */
export function itemStanding(
  item: ChecklistItem,
  facts: Pick<WeekFacts, 'week' | 'timeZone' | 'asOf'>,
  policy: Policy,
  calendar: WorkCalendar,
): ItemStanding {
  const returned = item.reports.length > 0 && !hasResult(item);
  try {
    const due = dueTime(item, facts, policy, calendar);
    return { state: stateAt(due, item, facts.asOf), returned };
  } catch (refusal) {
    if (!(refusal instanceof NoticeMissing)) throw refusal;
    return { state: 'undetermined', returned };
  }
}

function stateAt(due: Temporal.Instant, item: ChecklistItem, asOf: Temporal.Instant): ItemStanding['state'] {
  if (!isAskedFor(item, due)) return 'carried-over';
  if (isOnTime(item, due)) return 'on-time';
  return Temporal.Instant.compare(due, asOf) > 0 ? 'open' : 'late';
}
