import { expect, it } from '@jest/globals';
import { calendar, aPolicy, someFacts } from '../../testing/week-facts.factory.js';
import { judgeWeek } from '../judge-week.js';
import { isWaived, waive } from './waiver.js';

it('a waived week stays missed for the same reasons, counts 0 times and costs nothing', () => {
  const missed = judgeWeek(someFacts(), aPolicy(), calendar);
  expect(missed).toMatchObject({ verdict: 'missed', misses: 1, deductionFen: 10_000 });
  expect(waive(missed)).toEqual({ ...missed, misses: 0, deductionFen: 0 });
});

it.each([
  ['missed', 0, true],
  ['missed', 1, false],
  ['met', 0, false],
  ['exempt', 0, false],
  ['undetermined', 0, false],
] as const)('a week judged %s with %i misses is waived: %s', (verdict, misses, waived) => {
  expect(isWaived({ verdict, misses })).toBe(waived);
});
