import { describe, expect, it } from '@jest/globals';
import { IsoWeek } from '@cunqin/work-calendar';
import type { Temporal } from 'temporal-polyfill';
import {
  aCadre,
  aHalfPair,
  aLateItem,
  anItem,
  aPolicy,
  aVisitDay,
  calendar,
  day,
  DUE,
  HOLIDAY_WEEK,
  on,
  someFacts,
  WEEK,
} from '../testing/week-facts.factory.js';
import { judgeOrRefuse } from './judge-or-refuse.js';
import { type Outlook, outlookOf } from './outlook.js';
import type { Policy } from './policy.js';
import type { WeekFacts } from './week-facts.js';

/** Seen from Thursday noon unless told otherwise. */
function seen(facts: Partial<WeekFacts>, policy: Partial<Policy> = {}, today = on(4)): Outlook {
  const asOf = today.toZonedDateTime({ timeZone: 'Asia/Shanghai', plainTime: '12:00' }).toInstant();
  const known = someFacts({ asOf, ...facts });
  const rule = aPolicy(policy);
  return outlookOf(known, judgeOrRefuse(known, rule, calendar), today, rule, calendar);
}
const resident = aCadre({ category: 'resident' });
const texts = (dates: Temporal.PlainDate[]): string[] => dates.map(String);

describe('the outlook of a week under way', () => {
  it('on Thursday with 1 of 3 days, 2 are needed and Thursday to Sunday are left', () => {
    expect(seen({ cadre: resident, visitDays: [aVisitDay({ date: on(2) })] })).toEqual({
      quota: 3,
      visitDays: 1,
      stillNeeded: 2,
      stillPossible: 4,
      dates: texts([on(4), on(5), on(6), on(7)]),
      checklist: { items: 0, open: 0, late: 0 },
      state: 'possible',
    });
  });

  it('where days off do not count, Saturday and Sunday are not left', () => {
    const outlook = seen({ cadre: resident }, { daysOff: 'workdays-only' });
    expect(outlook).toMatchObject({ stillNeeded: 3, stillPossible: 2, state: 'too-late' });
    expect(outlook.dates).toEqual(texts([on(4), on(5)]));
  });

  it('a make-up Saturday is left where only workdays count', () => {
    const facts = someFacts({ week: HOLIDAY_WEEK });
    const rule = aPolicy({ daysOff: 'workdays-only' });
    const friday = on(5, HOLIDAY_WEEK);
    const outlook = outlookOf(facts, judgeOrRefuse(facts, rule, calendar), friday, rule, calendar);
    expect(outlook.dates).toEqual(['2026-10-09', '2026-10-10']);
  });

  it('today is left to its end, and a day that counts already is not', () => {
    expect(seen({ visitDays: [aVisitDay({ date: on(4) })] }).dates).toEqual(texts([on(5), on(6), on(7)]));
    expect(seen({ visitDays: [aHalfPair({ date: on(4) })] }).dates[0]).toBe(on(4).toString());
    expect(seen({}, {}, on(7)).dates).toEqual([on(7).toString()]);
  });

  it('a half that counts leaves the other half to be done', () => {
    const half = aHalfPair({ date: on(4), kind: 'half-day', credited: true, weight: 0.5 });
    const visitDay = { ...aPolicy().visitDay, unit: 'half-days' } as const;
    expect(seen({ visitDays: [half] }, { visitDay })).toMatchObject({ stillNeeded: 1.5, stillPossible: 3.5 });
  });

  it('dates of leave and errands, and dates outside the managed period, are not left', () => {
    expect(seen({ leave: [on(4)], errands: [on(5)] }).dates).toEqual(texts([on(6), on(7)]));
    expect(seen({ cadre: aCadre({ managedUntil: on(5) }) }).dates).toEqual(texts([on(4), on(5)]));
    expect(seen({ cadre: aCadre({ managedFrom: on(6) }) }).dates).toEqual(texts([on(6), on(7)]));
  });

  it('approved leave lowers what is needed', () => {
    expect(seen({ cadre: resident, leave: [on(1), on(2), on(3)] })).toMatchObject({
      quota: 2,
      stillNeeded: 2,
    });
  });

  it('with as many days left as needed it is possible, with one fewer too late', () => {
    expect(seen({}, {}, on(6))).toMatchObject({ stillNeeded: 2, stillPossible: 2, state: 'possible' });
    expect(seen({}, {}, on(7))).toMatchObject({ stillNeeded: 2, stillPossible: 1, state: 'too-late' });
  });

  it('who has everything is done, and nothing is needed of who has more', () => {
    const days = [on(1), on(2), on(3)].map((date) => aVisitDay({ date }));
    expect(seen({ visitDays: days })).toMatchObject({ stillNeeded: 0, state: 'done' });
  });

  it('a week that is over has no day left', () => {
    expect(seen({}, {}, WEEK.monday.add({ days: 7 }))).toMatchObject({ dates: [], state: 'too-late' });
  });

  it('a week to come has all of its days', () => {
    expect(seen({}, {}, WEEK.monday.subtract({ days: 3 })).dates).toHaveLength(7);
  });

  it('where only the list can fail a week no day is needed, where only visits can no item is asked for', () => {
    expect(seen({}, { failedBy: 'checklist' })).toMatchObject({ stillNeeded: 0, state: 'done' });
    const days = [on(1), on(2)].map((date) => aVisitDay({ date }));
    expect(seen({ visitDays: days, checklist: [aLateItem()] }, { failedBy: 'visits' })).toMatchObject({
      checklist: { items: 1, open: 1, late: 0 },
      state: 'done',
    });
  });
});

describe('the list of a week under way', () => {
  const days = [on(1), on(2)].map((date) => aVisitDay({ date }));

  it('an item without a result is open until it is due, and late from then on', () => {
    expect(seen({ visitDays: days, checklist: [anItem(), aLateItem({ position: 2 })] })).toMatchObject({
      checklist: { items: 2, open: 1, late: 0 },
      state: 'possible',
    });
    const due = { dueAt: DUE.subtract({ hours: 100 }) };
    expect(seen({ visitDays: days, checklist: [aLateItem(due)] })).toMatchObject({
      checklist: { items: 1, open: 0, late: 1 },
      state: 'too-late',
    });
  });

  it('one late item makes the week too late, whatever else is still open', () => {
    const late = aLateItem({ dueAt: DUE.subtract({ hours: 100 }) });
    expect(seen({ visitDays: days, checklist: [late, aLateItem({ position: 2 })] })).toMatchObject({
      checklist: { items: 2, open: 1, late: 1 },
      state: 'too-late',
    });
  });

  it('a result whose visit nothing proves can be made good while the week lasts', () => {
    const checklist = [anItem({ villageCode: 'V09' })];
    const rule = { unsupportedItem: 'counts-as-missing' } as const;
    expect(seen({ visitDays: days, checklist }, rule)).toMatchObject({
      checklist: { open: 1, late: 0 },
      state: 'possible',
    });
    const afterwards = WEEK.monday.add({ days: 7 });
    expect(seen({ visitDays: days, checklist }, rule, afterwards)).toMatchObject({
      checklist: { open: 0, late: 1 },
      state: 'too-late',
    });
  });
});

describe('a week of a year without a holiday notice', () => {
  it('is looked at as if every day were a workday', () => {
    const weekOf2031 = IsoWeek.of(day('2031-06-04'));
    const far = someFacts({ week: weekOf2031 });
    const rule = aPolicy({ daysOff: 'workdays-only', checklistDue: 'until-summary' });
    const outlook = outlookOf(far, judgeOrRefuse(far, rule, calendar), weekOf2031.monday, rule, calendar);
    expect(outlook).toMatchObject({ quota: 2, stillNeeded: 2, stillPossible: 7, state: 'possible' });
  });
});
