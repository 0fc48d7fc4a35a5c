import { describe, expect, it } from '@jest/globals';
import { anItem, aReport, DUE } from '../../testing/week-facts.factory.js';
import type { ItemReport } from '../week-facts.js';
import { hasResult, isAskedFor, isOnTime } from './item-result.js';

const onTime = (...reports: ItemReport[]): boolean => isOnTime(anItem({ reports }), DUE);

describe('an item of the checklist', () => {
  it('is on time at 23:59:59 on Sunday', () => {
    expect(onTime(aReport(1))).toBe(true);
  });

  it('is late at Monday 00:00:00, which is the due time itself', () => {
    expect(onTime(aReport(0))).toBe(false);
    expect(onTime(aReport(-1))).toBe(false);
  });

  it('is late without a result', () => {
    expect(onTime()).toBe(false);
    expect(hasResult(anItem({ reports: [] }))).toBe(false);
  });
});

describe('a returned result', () => {
  it('counts as none when it was returned before the due time', () => {
    expect(onTime(aReport(60, 1))).toBe(false);
  });

  it('stays on time when it was returned at the due time or after it: nobody could have mended it in time', () => {
    expect(onTime(aReport(60, 0))).toBe(true);
    expect(onTime(aReport(60, -3600))).toBe(true);
  });

  it('is made good by another report before the due time, not by one after it', () => {
    expect(onTime(aReport(60, 30), aReport(20))).toBe(true);
    expect(onTime(aReport(60, 30), aReport(0))).toBe(false);
  });

  it('leaves the item without a result until it is reported again', () => {
    expect(hasResult(anItem({ reports: [aReport(60, 30)] }))).toBe(false);
    expect(hasResult(anItem({ reports: [aReport(60, 30), aReport(-60)] }))).toBe(true);
  });
});

describe('a carried over item', () => {
  it('is not asked for when that was decided before it was due', () => {
    expect(isAskedFor(anItem({ carriedOverAt: DUE.subtract({ seconds: 1 }) }), DUE)).toBe(false);
  });

  it('is asked for when that was decided at the due time or later', () => {
    expect(isAskedFor(anItem({ carriedOverAt: DUE }), DUE)).toBe(true);
    expect(isAskedFor(anItem(), DUE)).toBe(true);
  });
});
