import { describe, expect, it } from '@jest/globals';
import { IsoWeek } from './iso-week.js';
import { WeekSpan } from './week-span.js';

const span = (first: string, last?: string): WeekSpan =>
  WeekSpan.of(IsoWeek.parse(first), last === undefined ? undefined : IsoWeek.parse(last));

describe('a span of weeks', () => {
  it('is one week', () => {
    const week = span('2026-W43');
    expect(week.names).toEqual(['2026-W43']);
    expect(week.mondays).toEqual(['2026-10-19']);
    expect([week.begin, week.end].map(String)).toEqual(['2026-10-19T00:00:00', '2026-10-26T00:00:00']);
  });

  it('is every week up to the last, over the end of a year of 53 weeks', () => {
    const weeks = span('2026-W52', '2027-W01');
    expect(weeks.names).toEqual(['2026-W52', '2026-W53', '2027-W01']);
    expect(weeks.mondays).toEqual(['2026-12-21', '2026-12-28', '2027-01-04']);
    expect([weeks.begin, weeks.end].map(String)).toEqual(['2026-12-21T00:00:00', '2027-01-11T00:00:00']);
  });

  it('finds the week of a date', () => {
    const weeks = span('2026-W52', '2026-W53');
    const days = ['2026-12-21', '2026-12-27', '2026-12-28', '2027-01-03'].map((date) => weeks.day(date));
    expect(days.map(({ week, date }) => [week, date.toString()])).toEqual([
      ['2026-W52', '2026-12-21'],
      ['2026-W52', '2026-12-27'],
      ['2026-W53', '2026-12-28'],
      ['2026-W53', '2027-01-03'],
    ]);
    for (const outside of ['2026-12-20', '2027-01-04', 'never'])
      expect(() => weeks.day(outside)).toThrow(RangeError);
  });

  it('does not run backwards', () => {
    expect(() => span('2026-W43', '2026-W42')).toThrow(RangeError);
  });
});
