import { describe, expect, it } from '@jest/globals';
import { IsoWeek, officialNotices, WorkCalendar } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import { closingDates, closingDatesOrYear, defaultProcedure } from './closing-dates.js';

const calendar = new WorkCalendar(officialNotices);
const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);

describe('the closing of a month', () => {
  it('of October 2026 is summed up November 2, noticed 5 to 11, approved 12 and issued 13', () => {
    expect(closingDates(IsoWeek.parse('2026-W44'), calendar)).toEqual({
      summary: '2026-11-02',
      checkUntil: '2026-11-04',
      noticeFrom: '2026-11-05',
      noticeUntil: '2026-11-11',
      approval: '2026-11-12',
      issue: '2026-11-13',
    });
  });

  it('counts workdays only: holidays and weekends lengthen it, a make-up day is a workday', () => {
    // September ends with W39; National Day is October 1 to 7, October 10 a make-up Saturday.
    expect(closingDates(IsoWeek.parse('2026-W39'), calendar)).toEqual({
      summary: '2026-09-28',
      checkUntil: '2026-09-30',
      noticeFrom: '2026-10-08',
      noticeUntil: '2026-10-13',
      approval: '2026-10-14',
      issue: '2026-10-15',
    });
  });

  it('never shortens a period because the one before was begun late', () => {
    const late = closingDates(IsoWeek.parse('2026-W44'), calendar, defaultProcedure, {
      checking: day('2026-11-04'),
      notice: day('2026-11-12'),
    });
    expect(late).toMatchObject({
      checkUntil: '2026-11-06',
      noticeFrom: '2026-11-12',
      noticeUntil: '2026-11-18',
    });
  });

  it('that began on a day off counts from the next workday', () => {
    const sunday = closingDates(IsoWeek.parse('2026-W44'), calendar, defaultProcedure, {
      checking: day('2026-11-08'),
    });
    expect(sunday.checkUntil).toBe('2026-11-11');
  });

  it('names the year whose holiday notice is missing', () => {
    expect(closingDatesOrYear(IsoWeek.parse('2026-W53'), calendar)).toEqual({
      dates: null,
      missingYear: 2027,
    });
  });
});
