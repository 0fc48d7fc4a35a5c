import { isManaged, type ChecklistItem, type WeekFacts } from '../week-facts.js';
import { hasResult } from './item-result.js';

/**
 * Items whose result claims a visit that nothing proves (UNSUPPORTED): tied to a village, with a result that
 * stands, while no punch, approved correction or enterprise visit shows the cadre there in this week. Half a
 * day is enough: the question is whether they were there, not whether it counts.
 */
export function unsupportedItems(items: readonly ChecklistItem[], facts: WeekFacts): ChecklistItem[] {
  const seen = villagesSeen(facts);
  return items.filter((item) => item.villageCode !== null && hasResult(item) && !seen.has(item.villageCode));
}

function villagesSeen(facts: WeekFacts): ReadonlySet<string | null> {
  const visits = facts.visitDays.filter(({ date }) => isManaged(facts, date));
  return new Set([
    ...visits.flatMap(({ villageCodes }) => villageCodes),
    ...facts.enterpriseVisits.map(({ villageCode }) => villageCode),
  ]);
}
