import { describe, expect, it } from '@jest/globals';
import { IsoWeek, NoticeMissing } from '@cunqin/work-calendar';
import { aCadre, calendar, day, HOLIDAY_WEEK, on, someFacts } from '../../testing/week-facts.factory.js';
import { availableWorkdays } from './available-workdays.js';

const available = (change: Parameters<typeof someFacts>[0]): number =>
  availableWorkdays(someFacts(change), calendar);

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
    expect(available({ excused: [on(1), on(2), on(2)] })).toBe(3);
  });

  it('lose nothing to leave on a weekend or a holiday', () => {
    expect(available({ excused: [on(6), on(7)] })).toBe(5);
    expect(available({ week: HOLIDAY_WEEK, excused: [day('2026-10-05')] })).toBe(3);
  });

  it('lose the make-up workday to leave like any other', () => {
    expect(available({ week: HOLIDAY_WEEK, excused: [day('2026-10-10')] })).toBe(2);
  });

  it('begin with the first managed day and end with the last, both included', () => {
    expect(available({ cadre: aCadre({ managedFrom: on(3) }) })).toBe(3);
    expect(available({ cadre: aCadre({ managedUntil: on(2) }) })).toBe(2);
    expect(available({ cadre: aCadre({ managedFrom: on(3), managedUntil: on(3) }) })).toBe(1);
  });

  it('are refused for a week that reaches into a year without a holiday notice', () => {
    const cadre = aCadre({ managedUntil: day('2026-12-31') });
    expect(() => available({ week: IsoWeek.parse('2026-W53'), cadre })).toThrow(NoticeMissing);
  });
});
