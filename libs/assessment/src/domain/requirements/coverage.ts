import { Temporal } from 'temporal-polyfill';
import type { WeekFacts } from '../week-facts.js';

/**
 * Clocks whose punches are not proven complete to the end of the week. No penalty without proof: while
 * one is left, a week may be met or exempt, but not missed.
 */
export function unprovenClocks(facts: WeekFacts): number[] {
  return facts.coverage
    .filter(
      ({ neededUntil, coveredUntil }) =>
        coveredUntil === null || Temporal.PlainDateTime.compare(coveredUntil, neededUntil) < 0,
    )
    .map(({ clockId }) => clockId)
    .sort((a, b) => a - b);
}

/** Whether every clock was read to the end of the week. Without any clock there is no proof at all. */
export function isProvenComplete(facts: WeekFacts): boolean {
  return facts.coverage.length > 0 && unprovenClocks(facts).length === 0;
}
