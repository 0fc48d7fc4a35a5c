import { describe, expect, it } from '@jest/globals';
import {
  aCadre,
  aHalfPair,
  anItem,
  aReport,
  aSuspectDay,
  aVisitDay,
  on,
  someFacts,
} from '../../testing/week-facts.factory.js';
import type { ChecklistItem, WeekFacts } from '../week-facts.js';
import { unsupportedItems } from './unsupported-items.js';

const atV03 = anItem({ villageCode: 'V03' });
const unsupported = (items: ChecklistItem[], change: Partial<WeekFacts> = {}): ChecklistItem[] =>
  unsupportedItems(items, someFacts(change));

describe('a result that claims a visit', () => {
  it('is unsupported when nothing shows the cadre in that village in that week', () => {
    expect(unsupported([atV03])).toEqual([atV03]);
    expect(unsupported([atV03], { visitDays: [aVisitDay({ villageCodes: ['V05'] })] })).toEqual([atV03]);
  });

  it('is supported by a day or half a day there', () => {
    expect(unsupported([atV03], { visitDays: [aVisitDay()] })).toEqual([]);
    expect(unsupported([atV03], { visitDays: [aVisitDay({ villageCodes: ['V05', 'V03'] })] })).toEqual([]);
    expect(unsupported([atV03], { visitDays: [aHalfPair()] })).toEqual([]);
  });

  it('is not supported by a punch that nobody has decided on', () => {
    expect(unsupported([atV03], { visitDays: [aSuspectDay()] })).toEqual([atV03]);
  });

  it('is not supported by a visit outside the managed period', () => {
    const cadre = aCadre({ managedFrom: on(3) });
    expect(unsupported([atV03], { cadre, visitDays: [aVisitDay({ date: on(2) })] })).toEqual([atV03]);
    expect(unsupported([atV03], { cadre, visitDays: [aVisitDay({ date: on(3) })] })).toEqual([]);
  });

  it('is supported by a visit to an enterprise in that village', () => {
    const visit = { date: on(2), villageCode: 'V03' };
    expect(unsupported([atV03], { enterpriseVisits: [visit] })).toEqual([]);
    expect(unsupported([atV03], { enterpriseVisits: [{ ...visit, villageCode: null }] })).toEqual([atV03]);
  });
});

describe('no visit is claimed', () => {
  it('by an item that is tied to no village', () => {
    expect(unsupported([anItem()])).toEqual([]);
    expect(unsupported([anItem()], { enterpriseVisits: [{ date: on(2), villageCode: null }] })).toEqual([]);
  });

  it('by an item without a result, or with one that was returned', () => {
    expect(unsupported([anItem({ villageCode: 'V03', reports: [] })])).toEqual([]);
    expect(unsupported([anItem({ villageCode: 'V03', reports: [aReport(60, 30)] })])).toEqual([]);
  });
});
