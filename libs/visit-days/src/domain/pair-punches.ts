import { Temporal } from 'temporal-polyfill';
import type { Correction, Half, VisitDay, VisitDayRule, VisitPunch } from './visit-day.js';

/** A proof of one half of a date at one village. */
interface Proof {
  readonly half: Half;
  readonly villageCode: string;
  /** `null` for a correction. */
  readonly punchId: string | null;
}

/**
 * Turns one cadre's punches into days: a date with at least one punch before 12:00:00 and at least
 * one at or after it is a visit day (D3); a date never counts twice, and morning at one village with
 * afternoon at another is one day (D4). 12:00:00 itself is afternoon.
 *
 * Order and repetition of the punches do not matter. Suspect punches are shown but prove nothing;
 * refused ones, and punches at a clock that stood nowhere that day, are left out.
 */
export function pairPunches(
  punches: readonly VisitPunch[],
  corrections: readonly Correction[],
  rule: VisitDayRule,
): VisitDay[] {
  const noon = Temporal.PlainTime.from(rule.afternoonFrom);
  const proofs = new Map<string, Proof[]>();
  const suspects = new Map<string, string[]>();

  for (const punch of inOrder(punches)) {
    const date = punch.at.toPlainDate().toString();
    if (punch.standing === 'suspect') {
      collect(suspects, date, punch.id);
    } else if (punch.standing === 'good' && punch.villageCode !== null) {
      const half = Temporal.PlainTime.compare(punch.at.toPlainTime(), noon) < 0 ? 'morning' : 'afternoon';
      collect(proofs, date, { half, villageCode: punch.villageCode, punchId: punch.id });
    }
  }
  for (const { date, half, villageCode } of corrections) {
    collect(proofs, date.toString(), { half, villageCode, punchId: null });
  }

  return [...new Set([...proofs.keys(), ...suspects.keys()])]
    .sort()
    .map((date) =>
      dayOf(Temporal.PlainDate.from(date), proofs.get(date) ?? [], suspects.get(date) ?? [], rule),
    );
}

function dayOf(
  date: Temporal.PlainDate,
  proofs: readonly Proof[],
  suspect: readonly string[],
  rule: VisitDayRule,
): VisitDay {
  const credited = isPair(proofs, rule);
  return {
    date,
    kind: credited ? 'village' : 'half-pair',
    credited,
    morning: punchIds(proofs, 'morning'),
    afternoon: punchIds(proofs, 'afternoon'),
    suspect,
    villageCodes: villagesOf(proofs),
    fullDayAt: villagesOfFullDay(proofs),
    corrected:
      credited &&
      !isPair(
        proofs.filter((proof) => proof.punchId !== null),
        rule,
      ),
  };
}

function isPair(proofs: readonly Proof[], rule: VisitDayRule): boolean {
  const mornings = proofs.filter((proof) => proof.half === 'morning');
  const afternoons = proofs.filter((proof) => proof.half === 'afternoon');
  switch (rule.pairing) {
    case 'any-village':
      return mornings.length > 0 && afternoons.length > 0;
    case 'same-village':
      return villagesOfFullDay(proofs).length > 0;
  }
}

function villagesOf(proofs: readonly Proof[]): string[] {
  return [...new Set(proofs.map((proof) => proof.villageCode))];
}

function villagesOfFullDay(proofs: readonly Proof[]): string[] {
  const halvesAt = (village: string): Set<Half> =>
    new Set(proofs.flatMap(({ villageCode, half }) => (villageCode === village ? [half] : [])));
  return villagesOf(proofs).filter((village) => halvesAt(village).size === 2);
}

function punchIds(proofs: readonly Proof[], half: Half): string[] {
  return proofs.flatMap((proof) => (proof.half === half && proof.punchId !== null ? [proof.punchId] : []));
}

/** By time, then by id, each punch once: the result must not depend on how the punches arrived. */
function inOrder(punches: readonly VisitPunch[]): VisitPunch[] {
  const byId = new Map(punches.map((punch) => [punch.id, punch]));
  return [...byId.values()].sort(
    (a, b) => Temporal.PlainDateTime.compare(a.at, b.at) || (a.id < b.id ? -1 : 1),
  );
}

function collect<T>(groups: Map<string, T[]>, key: string, value: T): void {
  const group = groups.get(key);
  if (group) group.push(value);
  else groups.set(key, [value]);
}
