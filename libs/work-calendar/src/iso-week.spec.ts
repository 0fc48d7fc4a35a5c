import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { IsoWeek, type MonthOwner, weeksBetween } from './iso-week.js';

const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);

/** What holds for every week, however it was made. */
function expectWhole(week: IsoWeek): IsoWeek {
  expect(week.dates).toHaveLength(7);
  expect(week.dates.map(({ dayOfWeek }) => dayOfWeek)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  expect(week.dates[0]?.toString()).toBe(week.monday.toString());
  expect(week.dates[6]?.toString()).toBe(week.sunday.toString());
  expect(week.end.toString()).toBe(`${week.sunday.add({ days: 1 })}T00:00:00`);
  expect(week.dates[3]?.year).toBe(week.year);
  expect(String(IsoWeek.parse(week.toString()).monday)).toBe(String(week.monday));
  return week;
}

describe('a week', () => {
  it.each([
    ['2026-W43', '2026-10-19', '2026-10-25'],
    ['2026-W01', '2025-12-29', '2026-01-04'],
    ['2025-W01', '2024-12-30', '2025-01-05'],
    ['2025-W52', '2025-12-22', '2025-12-28'],
    ['2026-W53', '2026-12-28', '2027-01-03'],
    ['2027-W01', '2027-01-04', '2027-01-10'],
    ['2020-W53', '2020-12-28', '2021-01-03'],
    ['2021-W01', '2021-01-04', '2021-01-10'],
  ])('%s runs from %s to %s', (text, monday, sunday) => {
    const week = expectWhole(IsoWeek.parse(text));
    expect([week.monday.toString(), week.sunday.toString(), week.toString()]).toEqual([monday, sunday, text]);
  });

  it.each([
    ['2026-10-19', '2026-W43'],
    ['2026-10-25', '2026-W43'],
    ['2026-10-26', '2026-W44'],
    ['2025-12-28', '2025-W52'],
    ['2025-12-29', '2026-W01'],
    ['2027-01-03', '2026-W53'],
    ['2027-01-04', '2027-W01'],
    ['2024-12-31', '2025-W01'],
    ['2021-01-01', '2020-W53'],
    ['2023-01-01', '2022-W52'],
  ])('%s lies in %s', (date, week) => {
    expect(expectWhole(IsoWeek.of(day(date))).toString()).toBe(week);
  });

  it.each([
    '2025-W53',
    '2027-W53',
    '2026-W54',
    '2026-W99',
    '2026-W00',
    '2026-W1',
    '2026-W001',
    '26-W43',
    '2026W43',
    '2026-w43',
    ' 2026-W43',
    '2026-W43\n',
    '2026-W4３',
    '',
  ])('is not named by %j', (text) => {
    expect(() => IsoWeek.parse(text)).toThrow(
      expect.objectContaining({
        code: 'CALENDAR.BAD_WEEK',
        title: '周次应写作 2026-W43',
        fields: [{ field: 'week', message: '周次应写作 2026-W43' }],
      }),
    );
  });

  it('ends on Sunday 24:00, which is Monday 00:00', () => {
    expect(IsoWeek.parse('2026-W43').end.toString()).toBe('2026-10-26T00:00:00');
  });

  it('is followed by the next across the end of a year, and back', () => {
    expect(IsoWeek.parse('2026-W53').next().toString()).toBe('2027-W01');
    expect(IsoWeek.parse('2025-W52').next().toString()).toBe('2026-W01');
    expect(IsoWeek.parse('2027-W01').previous().toString()).toBe('2026-W53');
    expect(IsoWeek.parse('2026-W01').previous().toString()).toBe('2025-W52');
  });

  it('holds every date, its neighbours follow, and names sort like time', () => {
    const anyDate = fc.integer({ min: 0, max: 366 * 30 }).map((days) => day('2010-01-01').add({ days }));
    fc.assert(
      fc.property(anyDate, (date) => {
        const week = expectWhole(IsoWeek.of(date));
        expect(week.dates.map(String)).toContain(date.toString());
        expect(week.next().previous().toString()).toBe(week.toString());
        expect(week.next().monday.toString()).toBe(week.end.toPlainDate().toString());
        expect(week.next().toString() > week.toString()).toBe(true);
      }),
      { numRuns: 200, seed: 20_261_121 },
    );
  });
});

describe('the month of a week', () => {
  it.each([
    ['2026-W44', '2026-10', '2026-11', '2026-10'],
    ['2026-W40', '2026-10', '2026-10', '2026-09'],
    ['2026-W53', '2026-12', '2027-01', '2026-12'],
    ['2026-W01', '2026-01', '2026-01', '2025-12'],
    ['2026-W43', '2026-10', '2026-10', '2026-10'],
  ])('of %s is %s by its Thursday, %s by its Sunday, %s by its Monday', (text, thursday, sunday, monday) => {
    const week = IsoWeek.parse(text);
    expect(week.month()).toBe(thursday);
    expect(week.month('thursday')).toBe(thursday);
    expect(week.month('sunday')).toBe(sunday);
    expect(week.month('monday')).toBe(monday);
  });
});

describe('the weeks of a month', () => {
  const year = weeksBetween(day('2026-01-01'), day('2026-12-31'));
  const names = (month: string, owner?: MonthOwner): string[] =>
    year.filter((week) => week.month(owner) === month).map(String);

  it('October 2026 are W40 to W44', () => {
    expect(names('2026-10')).toEqual(['2026-W40', '2026-W41', '2026-W42', '2026-W43', '2026-W44']);
  });

  it('depend on the day that decides', () => {
    expect(names('2026-10', 'sunday')).toEqual(['2026-W40', '2026-W41', '2026-W42', '2026-W43']);
    expect(names('2026-10', 'monday')).toEqual(['2026-W41', '2026-W42', '2026-W43', '2026-W44']);
  });

  it('reach to the week that ends in the next year', () => {
    expect(names('2026-12')).toEqual(['2026-W49', '2026-W50', '2026-W51', '2026-W52', '2026-W53']);
    expect(names('2026-01')).toEqual(['2026-W01', '2026-W02', '2026-W03', '2026-W04', '2026-W05']);
  });
});

describe('the weeks between two dates', () => {
  const between = (from: string, until: string): string[] => weeksBetween(day(from), day(until)).map(String);

  it('are those of both dates and all that lie between', () => {
    expect(between('2026-10-25', '2026-11-02')).toEqual(['2026-W43', '2026-W44', '2026-W45']);
  });

  it('are one when both lie in it', () => {
    expect(between('2026-10-19', '2026-10-25')).toEqual(['2026-W43']);
    expect(between('2026-10-25', '2026-10-25')).toEqual(['2026-W43']);
  });

  it('end with a week that begins on the last date', () => {
    expect(between('2026-10-19', '2026-10-26')).toEqual(['2026-W43', '2026-W44']);
  });

  it('are none when the last date lies before the first week', () => {
    expect(between('2026-10-19', '2026-10-18')).toEqual([]);
  });
});
