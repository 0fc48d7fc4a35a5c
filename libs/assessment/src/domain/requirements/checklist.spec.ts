import { describe, expect, it } from '@jest/globals';
import { anItem, DUE } from '../../testing/week-facts.factory.js';
import { countOnTime } from './checklist.js';

describe('an item of the checklist', () => {
  it('is on time at 23:59:59 on Sunday', () => {
    expect(countOnTime([anItem({ resultAt: DUE.subtract({ seconds: 1 }) })])).toBe(1);
  });

  it('is late at Monday 00:00:00, which is the due time itself', () => {
    expect(countOnTime([anItem({ resultAt: DUE })])).toBe(0);
  });

  it('is late without a result', () => {
    expect(countOnTime([anItem({ resultAt: null })])).toBe(0);
  });

  it('is held against its own due time', () => {
    const friday = DUE.subtract({ hours: 48 });
    expect(countOnTime([anItem({ dueAt: friday }), anItem()])).toBe(1);
  });
});

it('a list without items has none on time', () => {
  expect(countOnTime([])).toBe(0);
});
