import type { Policy } from '../policy.js';
import type { WeekFacts } from '../week-facts.js';

/** The week that a quota is written for. */
const ORDINARY_WORKDAYS = 5;

/**
 * Visit days due this week (应下村天数): 2 for an organ cadre, 3 **instead** for a resident cadre (D5). Fewer
 * available workdays relieve it (D8):
 *
 * - `min`: never more than are available; four days of leave leave a quota of 1;
 * - `pro-rata`: the share of five workdays, in favour of the cadre: rounded down to whole days, or to half
 *   days where these count, and never more than are available. 3 due and 3 available: 3 × 3 ÷ 5 = 1.8, so 1;
 * - `none`: the quota stands.
 */
export function visitQuota(facts: WeekFacts, available: number, policy: Policy): number {
  const full = policy.quota[facts.cadre.category];
  switch (policy.relief) {
    case 'min':
      return Math.min(full, available);
    case 'pro-rata': {
      const steps = policy.visitDay.unit === 'half-days' ? 2 : 1;
      return Math.min(full, available, Math.floor((full * available * steps) / ORDINARY_WORKDAYS) / steps);
    }
    case 'none':
      return full;
  }
}
