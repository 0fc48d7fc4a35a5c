import type { Policy } from '../policy.js';
import type { WeekFacts } from '../week-facts.js';

/**
 * Visit days due this week (应下村天数): 2 for an organ cadre, 3 **instead** for a resident cadre (D5),
 * never more than the available workdays (D8). Four days of leave leave a quota of 1.
 */
export function visitQuota(facts: WeekFacts, available: number, policy: Policy): number {
  const full = policy.quota[facts.cadre.category];
  switch (policy.relief) {
    case 'min':
      return Math.min(full, available);
    case 'none':
      return full;
  }
}
