import { describe, expect, it } from '@jest/globals';
import { aClock, on, someFacts, WEEK } from '../../testing/week-facts.factory.js';
import type { ClockCoverage } from '../week-facts.js';
import { isProvenComplete, unprovenClocks } from './coverage.js';

const unproven = (...coverage: ClockCoverage[]): readonly number[] => unprovenClocks(someFacts({ coverage }));
const proven = (...coverage: ClockCoverage[]): boolean => isProvenComplete(someFacts({ coverage }));

describe('a clock', () => {
  it('is proven when it was read at Sunday 24:00 or later', () => {
    expect(unproven(aClock({ coveredUntil: WEEK.end }))).toEqual([]);
  });

  it('is unproven when it was read a second before Sunday 24:00', () => {
    expect(unproven(aClock({ coveredUntil: WEEK.end.subtract({ seconds: 1 }) }))).toEqual([1]);
  });

  it('that was never read is unproven', () => {
    expect(unproven(aClock({ coveredUntil: null }))).toEqual([1]);
  });

  it('that was taken down on Wednesday needs to be read up to then only', () => {
    const takenDown = on(3).toPlainDateTime();
    expect(unproven(aClock({ neededUntil: takenDown, coveredUntil: takenDown }))).toEqual([]);
  });
});

describe('the proof of a week', () => {
  it('is complete when every clock is', () => {
    expect(proven(aClock(), aClock({ clockId: 2 }))).toBe(true);
  });

  it('names every clock that is missing, in order of id', () => {
    const missing = [10, 9, 2].map((clockId) => aClock({ clockId, coveredUntil: null }));
    expect(unproven(...missing, aClock())).toEqual([2, 9, 10]);
    expect(proven(...missing, aClock())).toBe(false);
  });

  it('is incomplete where there is no clock at all', () => {
    expect(proven()).toBe(false);
    expect(unproven()).toEqual([]);
  });
});
