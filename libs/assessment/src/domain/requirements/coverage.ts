import { Temporal } from 'temporal-polyfill';
import type { WeekFacts } from '../week-facts.js';

/** Every cadre of a township waits for the same clocks: one list, looked through once however many there are. */
const looked = new WeakMap<WeekFacts['coverage'], readonly number[]>();

/**
 * Clocks whose punches are not proven complete to the end of the week. No penalty without proof: while
 * one is left, a week may be met or exempt, but not missed.
 */
export function unprovenClocks({ coverage }: Pick<WeekFacts, 'coverage'>): readonly number[] {
  const known = looked.get(coverage);
  if (known) return known;
  const unproven = coverage
    .filter(
      ({ neededUntil, coveredUntil }) =>
        coveredUntil === null || Temporal.PlainDateTime.compare(coveredUntil, neededUntil) < 0,
    )
    .map(({ clockId }) => clockId)
    .sort((a, b) => a - b);
  looked.set(coverage, unproven);
  return unproven;
}

/** Whether every clock was read to the end of the week. Without any clock there is no proof at all. */
export function isProvenComplete(facts: Pick<WeekFacts, 'coverage'>): boolean {
  return facts.coverage.length > 0 && unprovenClocks(facts).length === 0;
}
