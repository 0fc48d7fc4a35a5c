import { Temporal } from 'temporal-polyfill';
import { dayWeight, neededCorrection } from './day-weight.js';
import { halfOfDay } from './half-of-day.js';
import type { Correction, Half, HalfProof, VisitDay, VisitDayRule, VisitPunch } from './visit-day.js';

/** What was found of one date. */
interface Findings {
  readonly proofs: HalfProof[];
  readonly suspect: string[];
  readonly outside: string[];
}

/**
 * Turns one cadre's punches into days: a date with at least one punch before 12:00:00 and at least
 * one at or after it is a visit day (D3); a date never counts twice, and morning at one village with
 * afternoon at another is one day (D4). 12:00:00 itself is afternoon.
 *
 * Order and repetition of the punches do not matter. Suspect punches, and punches outside the fixed
 * windows of a policy that has some, are shown but prove nothing; refused ones, and punches at a clock
 * that stood nowhere that day, are left out.
 */
export function pairPunches(
  punches: readonly VisitPunch[],
  corrections: readonly Correction[],
  rule: VisitDayRule,
): VisitDay[] {
  const dates = new Map<string, Findings>();
  for (const punch of inOrder(punches)) {
    const { date } = punch;
    if (punch.standing === 'suspect') {
      findingsOf(dates, date).suspect.push(punch.id);
    } else if (punch.standing === 'good' && punch.villageCode !== null) {
      const half = halfOfDay(punch, rule);
      if (half === null) findingsOf(dates, date).outside.push(punch.id);
      else findingsOf(dates, date).proofs.push({ half, villageCode: punch.villageCode, punchId: punch.id });
    }
  }
  for (const { date, half, villageCode } of corrections) {
    findingsOf(dates, date.toString()).proofs.push({ half, villageCode, punchId: null });
  }
  return [...dates]
    .sort(([a], [b]) => order(a, b))
    .map(([date, findings]) => dayOf(Temporal.PlainDate.from(date), findings, rule));
}

function dayOf(
  date: Temporal.PlainDate,
  { proofs, suspect, outside }: Findings,
  rule: VisitDayRule,
): VisitDay {
  const weight = dayWeight(proofs, rule);
  return {
    date,
    kind: weight === 1 ? 'village' : weight > 0 ? 'half-day' : 'half-pair',
    credited: weight > 0,
    weight,
    morning: punchIds(proofs, 'morning'),
    afternoon: punchIds(proofs, 'afternoon'),
    suspect,
    outside,
    villageCodes: [...new Set(proofs.map(({ villageCode }) => villageCode))],
    proofs,
    corrected: neededCorrection(proofs, rule),
  };
}

function punchIds(proofs: readonly HalfProof[], half: Half): string[] {
  return proofs.flatMap((proof) => (proof.half === half && proof.punchId !== null ? [proof.punchId] : []));
}

/** By time, then by id, each punch once: the result must not depend on how the punches arrived. */
function inOrder(punches: readonly VisitPunch[]): VisitPunch[] {
  const byId = new Map(punches.map((punch) => [punch.id, punch]));
  return [...byId.values()].sort((a, b) =>
    a.date !== b.date ? order(a.date, b.date) : a.time !== b.time ? order(a.time, b.time) : order(a.id, b.id),
  );
}

function order(a: string, b: string): number {
  return a < b ? -1 : 1;
}

function findingsOf(dates: Map<string, Findings>, date: string): Findings {
  const known = dates.get(date);
  if (known) return known;
  const findings: Findings = { proofs: [], suspect: [], outside: [] };
  dates.set(date, findings);
  return findings;
}
