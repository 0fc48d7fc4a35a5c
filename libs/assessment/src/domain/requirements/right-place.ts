import type { Policy } from '../policy.js';
import type { CadreInWeek } from '../week-facts.js';

type Cadre = Pick<CadreInWeek, 'category' | 'homeVillageCode'>;

/**
 * D5: whether being in a village counts for this cadre. In any, or for a resident cadre in the own only: who has no
 * village of the own is at the right place nowhere.
 */
export function isRightPlace(villageCode: string, cadre: Cadre, policy: Policy): boolean {
  return !countsAtHomeOnly(cadre, policy) || villageCode === cadre.homeVillageCode;
}

/**
 * Whether a punch in one village leaves nothing to correct in another. Where one village alone counts (D5), only a
 * punch there; where morning and afternoon must be at one village (D4), only a punch in the very village.
 */
export function provesInsteadOf(punched: string, corrected: string, cadre: Cadre, policy: Policy): boolean {
  if (countsAtHomeOnly(cadre, policy)) return isRightPlace(punched, cadre, policy);
  return policy.visitDay.pairing === 'any-village' || punched === corrected;
}

function countsAtHomeOnly({ category }: Cadre, { residentPlace }: Policy): boolean {
  return category === 'resident' && residentPlace === 'home-village';
}
