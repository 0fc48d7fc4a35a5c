import type { HalfProof, VisitDayRule } from './visit-day.js';

/**
 * What the proofs of one date are worth, in days (D3, D4): 1 for a morning and an afternoon, never more;
 * a lonely half is worth nothing, or 0.5 where half days count.
 */
export function dayWeight(proofs: readonly HalfProof[], rule: VisitDayRule): number {
  const halves = new Set(proofs.map(({ half }) => half)).size;
  if (rule.unit === 'half-days') return halves / 2;
  const isWhole = rule.pairing === 'same-village' ? hasWholeDayAtOneVillage(proofs) : halves === 2;
  return isWhole ? 1 : 0;
}

/** Whether the date would be worth less without its corrections. */
export function neededCorrection(proofs: readonly HalfProof[], rule: VisitDayRule): boolean {
  const punched = proofs.filter(({ punchId }) => punchId !== null);
  return dayWeight(punched, rule) < dayWeight(proofs, rule);
}

function hasWholeDayAtOneVillage(proofs: readonly HalfProof[]): boolean {
  return proofs.some(
    ({ half, villageCode }) =>
      half === 'morning' &&
      proofs.some((other) => other.half === 'afternoon' && other.villageCode === villageCode),
  );
}
