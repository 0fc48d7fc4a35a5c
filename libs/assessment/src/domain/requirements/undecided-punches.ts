import { isManaged, type WeekFacts } from '../week-facts.js';
import type { CountedDays } from './visit-days.js';

/**
 * Punches that could still make a day: suspect ones that nobody has decided on, on managed dates that do not
 * count in full without them, and those whose own date is lost.
 */
export function punchesThatMayAddDays(facts: WeekFacts, { counted }: CountedDays): number {
  const full = new Set(counted.flatMap(({ date, weight }) => (weight === 1 ? [date] : [])));
  return undecided(facts, (date) => !full.has(date));
}

/** Punches that could still show the cadre in some village: all that nobody has decided on. */
export function punchesThatMayShowAVillage(facts: WeekFacts): number {
  return undecided(facts, () => true);
}

function undecided(facts: WeekFacts, matters: (date: string) => boolean): number {
  return facts.visitDays
    .filter(({ date }) => isManaged(facts, date) && matters(date.toString()))
    .reduce((sum, { suspect }) => sum + suspect.length, facts.doubtfulPunches ?? 0);
}
