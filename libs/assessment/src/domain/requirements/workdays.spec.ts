import { describe, expect, it } from '@jest/globals';
import { IsoWeek, NoticeMissing } from '@cunqin/work-calendar';
import {
  aCadre,
  aPolicy,
  calendar,
  day,
  HOLIDAY_WEEK,
  on,
  someFacts,
} from '../../testing/week-facts.factory.js';
import type { Policy } from '../policy.js';
import type { WeekFacts } from '../week-facts.js';
import { countWorkdays } from './workdays.js';

function available(change: Partial<WeekFacts>, settings: Partial<Policy> = {}): number {
  const { inWeek, managed, excused } = countWorkdays(someFacts(change), aPolicy(settings), calendar);
  expect(inWeek).toBeGreaterThanOrEqual(managed);
  expect(managed).toBeGreaterThanOrEqual(excused);
  return managed - excused;
}

describe('the available workdays of a week', () => {
  it('are five in an ordinary week', () => {
    expect(available({})).toBe(5);
  });

  it('leave holidays out and count the make-up Saturday: October 8 to 10, 2026 are three', () => {
    expect(available({ week: HOLIDAY_WEEK })).toBe(3);
  });

  it('are none in a week that is holiday from end to end', () => {
    expect(available({ week: IsoWeek.parse('2026-W08') })).toBe(0);
  });

  it('lose each excused workday, and none twice', () => {
    expect(available({ leave: [on(1), on(2), on(2)] })).toBe(3);
  });

  it('lose nothing to leave on a weekend or a holiday', () => {
    expect(available({ leave: [on(6), on(7)] })).toBe(5);
    expect(available({ week: HOLIDAY_WEEK, leave: [day('2026-10-05')] })).toBe(3);
  });

  it('lose the make-up workday to leave like any other', () => {
    expect(available({ week: HOLIDAY_WEEK, leave: [day('2026-10-10')] })).toBe(2);
  });

  it('begin with the first managed day and end with the last, both included', () => {
    expect(available({ cadre: aCadre({ managedFrom: on(3) }) })).toBe(3);
    expect(available({ cadre: aCadre({ managedUntil: on(2) }) })).toBe(2);
    expect(available({ cadre: aCadre({ managedFrom: on(3), managedUntil: on(3) }) })).toBe(1);
  });

  it('lose the days of an errand, or keep them where these are credited (D9)', () => {
    expect(available({ errands: [on(1), on(6)] })).toBe(4);
    expect(available({ errands: [on(1)] }, { errands: 'credited' })).toBe(5);
  });

  it('keep the days of emergency duty, or lose them where it only excuses (D10)', () => {
    expect(available({ emergencyDuty: [on(1)] })).toBe(5);
    expect(available({ emergencyDuty: [on(1), on(7)] }, { emergencyDuty: 'excused' })).toBe(4);
  });

  it('lose a date of leave, errand and duty once', () => {
    const facts = { leave: [on(1)], errands: [on(1)], emergencyDuty: [on(1)] };
    expect(available(facts, { emergencyDuty: 'excused' })).toBe(4);
  });

  it('say of the week, the managed period and the excused days how they came about', () => {
    const facts = someFacts({ week: HOLIDAY_WEEK, cadre: aCadre({ managedFrom: day('2026-10-09') }) });
    const leave = [day('2026-10-08'), day('2026-10-10')];
    expect(countWorkdays({ ...facts, leave }, aPolicy(), calendar)).toEqual({
      inWeek: 3,
      managed: 2,
      excused: 1,
    });
  });

  it('are refused for a week that reaches into a year without a holiday notice', () => {
    const cadre = aCadre({ managedUntil: day('2026-12-31') });
    expect(() => available({ week: IsoWeek.parse('2026-W53'), cadre })).toThrow(NoticeMissing);
  });
});
