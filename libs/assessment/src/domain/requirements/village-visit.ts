import { dayWeight, type HalfProof, neededCorrection, type VisitDay } from '@cunqin/visit-days';
import type { Policy } from '../policy.js';
import type { NotCounted } from '../verdict.js';
import type { WeekFacts } from '../week-facts.js';

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

/**
 * D5: any village will do, or a resident cadre's visits are proved at the own village only. Having been
 * elsewhere as well takes nothing away; who has no village of the own proves nothing.
 */
function proofsAtRightPlace(day: VisitDay, facts: WeekFacts, policy: Policy): readonly HalfProof[] {
  if (facts.cadre.category !== 'resident' || policy.residentPlace === 'any-village') return day.proofs;
  return day.proofs.filter(({ villageCode }) => villageCode === facts.cadre.homeVillageCode);
}

/** Why a date with punches or corrections is worth nothing. */
export function whyNoVisit(day: VisitDay, policy: Policy): NotCounted {
  if (dayWeight(day.proofs, policy.visitDay) > 0) return 'other-village';
  if (day.proofs.length > 0) {
    return new Set(day.proofs.map(({ half }) => half)).size === 2 ? 'different-villages' : 'half-pair';
  }
  return day.suspect.length > 0 ? 'suspect' : 'outside-windows';
}
