import { dayWeight, type HalfProof, neededCorrection, type VisitDay } from '@cunqin/visit-days';
import type { Policy } from '../policy.js';
import type { NotCounted } from '../verdict.js';
import type { WeekFacts } from '../week-facts.js';
import { isRightPlace } from './right-place.js';

/** What a date in the villages is worth to this cadre, in days, and whether a correction was needed for it. */
export function villageVisit(
  day: VisitDay,
  facts: WeekFacts,
  policy: Policy,
): { readonly weight: number; readonly corrected: boolean } {
  const proofs = proofsAtRightPlace(day, facts, policy);
  return {
    weight: dayWeight(proofs, policy.visitDay),
    corrected: neededCorrection(proofs, policy.visitDay),
  };
}

/** D5: having been elsewhere as well takes nothing away. */
function proofsAtRightPlace(day: VisitDay, facts: WeekFacts, policy: Policy): readonly HalfProof[] {
  return day.proofs.filter(({ villageCode }) => isRightPlace(villageCode, facts.cadre, policy));
}

/** Why a date with punches or corrections is worth nothing. */
export function whyNoVisit(day: VisitDay, policy: Policy): NotCounted {
  if (dayWeight(day.proofs, policy.visitDay) > 0) return 'other-village';
  if (day.proofs.length > 0) {
    return new Set(day.proofs.map(({ half }) => half)).size === 2 ? 'different-villages' : 'half-pair';
  }
  return day.suspect.length > 0 ? 'suspect' : 'outside-windows';
}
