import { describe, expect, it } from '@jest/globals';
import {
  aLateItem,
  anItem,
  aPolicy,
  aReport,
  calendar,
  DUE,
  someFacts,
} from '../../testing/week-facts.factory.js';
import type { Policy } from '../policy.js';
import type { WeekFacts } from '../week-facts.js';
import { checkList, type ChecklistState } from './checklist.js';

/** Whatever the list, its parts fit together. */
function check(change: Partial<WeekFacts>, settings: Partial<Policy> = {}): ChecklistState {
  const state = checkList(someFacts(change), aPolicy(settings), calendar);
  expect(state.onTime + state.missingForVisit + state.open).toBeLessThanOrEqual(state.items);
  expect(state.openUntil === null).toBe(state.open === 0);
  return state;
}

describe('a list', () => {
  it('without items has none on time', () => {
    expect(check({ checklist: [] })).toEqual({
      items: 0,
      onTime: 0,
      unsupported: [],
      missingForVisit: 0,
      open: 0,
      openUntil: null,
    });
  });

  it('holds each item against its own due time', () => {
    const friday = DUE.subtract({ hours: 48 });
    const checklist = [anItem({ dueAt: friday }), anItem()];
    expect(check({ checklist })).toMatchObject({ items: 2, onTime: 1, open: 0 });
  });

  it('does not ask for what was carried over before it was due, and asks for it afterwards', () => {
    const early = aLateItem({ carriedOverAt: DUE.subtract({ seconds: 1 }) });
    const late = aLateItem({ carriedOverAt: DUE });
    expect(check({ checklist: [early, anItem()] })).toMatchObject({ items: 1, onTime: 1 });
    expect(check({ checklist: [late, anItem()] })).toMatchObject({ items: 2, onTime: 1 });
  });
});

describe('an item that is not due yet', () => {
  const asOf = DUE.subtract({ hours: 1 });

  it('is open, not late, until its due time', () => {
    expect(check({ checklist: [aLateItem()], asOf })).toMatchObject({ onTime: 0, open: 1, openUntil: DUE });
    expect(check({ checklist: [aLateItem()], asOf: DUE })).toMatchObject({ onTime: 0, open: 0 });
  });

  it('is not open once it has a result', () => {
    const done = anItem({ reports: [aReport(7200)] });
    expect(check({ checklist: [done], asOf })).toMatchObject({ onTime: 1, open: 0, openUntil: null });
  });

  it('holds the week until the last of them is due', () => {
    const later = DUE.add({ hours: 5 });
    const checklist = [aLateItem({ dueAt: later }), aLateItem(), anItem()];
    expect(check({ checklist, asOf })).toMatchObject({ open: 2, openUntil: later });
  });
});

describe('an item whose visit nothing proves', () => {
  const checklist = [
    anItem({ position: 4, villageCode: 'V09' }),
    anItem({ position: 2, villageCode: 'V08' }),
  ];

  it('is marked and still on time, by default', () => {
    expect(check({ checklist })).toMatchObject({
      items: 2,
      onTime: 2,
      unsupported: [2, 4],
      missingForVisit: 0,
    });
  });

  it('is not on time where that counts as missing', () => {
    const state = check({ checklist }, { unsupportedItem: 'counts-as-missing' });
    expect(state).toMatchObject({ items: 2, onTime: 0, unsupported: [2, 4], missingForVisit: 2 });
  });

  it('is missing once, although it was late as well', () => {
    const late = anItem({ villageCode: 'V09', reports: [aReport(0)] });
    const state = check({ checklist: [late] }, { unsupportedItem: 'counts-as-missing' });
    expect(state).toMatchObject({ items: 1, onTime: 0, unsupported: [1], missingForVisit: 0 });
  });

  it('is not looked at when it was carried over in time', () => {
    const carried = anItem({ villageCode: 'V09', carriedOverAt: DUE.subtract({ hours: 1 }) });
    expect(check({ checklist: [carried] })).toMatchObject({ items: 0, unsupported: [] });
  });
});
