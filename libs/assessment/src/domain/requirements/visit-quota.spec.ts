import { describe, expect, it } from '@jest/globals';
import { aCadre, aPolicy, someFacts } from '../../testing/week-facts.factory.js';
import type { Policy } from '../policy.js';
import { visitQuota } from './visit-quota.js';

function quota(category: 'organ' | 'resident', available: number, change: Partial<Policy> = {}): number {
  return visitQuota(someFacts({ cadre: aCadre({ category }) }), available, aPolicy(change));
}

describe('the quota of a week', () => {
  it('is 2 days for an organ cadre and 3 instead, not 5, for a resident one', () => {
    expect(quota('organ', 5)).toBe(2);
    expect(quota('resident', 5)).toBe(3);
  });

  it.each([
    [3, 3],
    [2, 2],
    [1, 1],
    [0, 0],
  ])('of a resident cadre with %i available workdays is %i', (available, due) => {
    expect(quota('resident', available)).toBe(due);
  });

  it('stands whatever the available workdays when the policy gives no relief', () => {
    expect(quota('resident', 1, { relief: 'none' })).toBe(3);
    expect(quota('organ', 0, { relief: 'none' })).toBe(2);
  });

  it('follows the figures of the policy', () => {
    expect(quota('organ', 5, { quota: { organ: 1, resident: 4 } })).toBe(1);
    expect(quota('resident', 5, { quota: { organ: 1, resident: 4 } })).toBe(4);
  });
});
