import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { IsoWeek } from './iso-week.js';
import { officialNotices } from './official-notices.js';
import { type DayKind, NoticeMissing, WorkCalendar } from './work-calendar.js';

const calendar = new WorkCalendar(officialNotices);
const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);
const kind = (date: string): DayKind => calendar.dayKind(day(date));

function daysOf(year: number): Temporal.PlainDate[] {
  const first = Temporal.PlainDate.from({ year, month: 1, day: 1 });
  return Array.from({ length: first.daysInYear }, (_, days) => first.add({ days }));
}

const datesOfKind = (year: number, wanted: DayKind): string[] =>
  daysOf(year)
    .filter((date) => calendar.dayKind(date) === wanted)
    .map(String);

/** `2026-02-15` and 9 days are February 15 to 23. */
const stretch = (from: string, days: number): string[] =>
  Array.from({ length: days }, (_, n) => day(from).add({ days: n }).toString());

describe('the notice of 2026 (国办发明电〔2025〕7号)', () => {
  it('gives 33 days off', () => {
    expect(datesOfKind(2026, 'holiday')).toEqual([
      ...stretch('2026-01-01', 3),
      ...stretch('2026-02-15', 9),
      ...stretch('2026-04-04', 3),
      ...stretch('2026-05-01', 5),
      ...stretch('2026-06-19', 3),
      ...stretch('2026-09-25', 3),
      ...stretch('2026-10-01', 7),
    ]);
  });

  it('makes six weekend days workdays', () => {
    expect(datesOfKind(2026, 'makeup-workday')).toEqual([
      '2026-01-04',
      '2026-02-14',
      '2026-02-28',
      '2026-05-09',
      '2026-09-20',
      '2026-10-10',
    ]);
  });
});

describe('the notice of 2025 (国办发明电〔2024〕12号)', () => {
  it('gives 28 days off', () => {
    expect(datesOfKind(2025, 'holiday')).toEqual([
      '2025-01-01',
      ...stretch('2025-01-28', 8),
      ...stretch('2025-04-04', 3),
      ...stretch('2025-05-01', 5),
      ...stretch('2025-05-31', 3),
      ...stretch('2025-10-01', 8),
    ]);
  });

  it('makes five weekend days workdays', () => {
    expect(datesOfKind(2025, 'makeup-workday')).toEqual([
      '2025-01-26',
      '2025-02-08',
      '2025-04-27',
      '2025-09-28',
      '2025-10-11',
    ]);
  });
});

describe('every shipped notice', () => {
  it.each(officialNotices.map((notice) => [notice.docNo, notice] as const))(
    '%s stays in its year and makes up on weekends only',
    (_, notice) => {
      for (const { from, to } of notice.holidays) {
        expect(Temporal.PlainDate.compare(from, to)).toBeLessThanOrEqual(0);
        expect([from.year, to.year]).toEqual([notice.year, notice.year]);
      }
      for (const date of notice.makeupWorkdays) {
        expect(date.year).toBe(notice.year);
        expect(date.dayOfWeek).toBeGreaterThanOrEqual(6);
        expect(notice.holidays.some(({ from, to }) => `${date}` >= `${from}` && `${date}` <= `${to}`)).toBe(
          false,
        );
      }
    },
  );
});

describe('a day', () => {
  it.each<[string, DayKind, boolean]>([
    ['2026-10-19', 'workday', true],
    ['2026-10-24', 'weekend', false],
    ['2026-10-25', 'weekend', false],
    ['2026-10-01', 'holiday', false],
    ['2026-10-03', 'holiday', false],
    ['2026-10-08', 'workday', true],
    ['2026-10-10', 'makeup-workday', true],
    ['2026-09-20', 'makeup-workday', true],
  ])('%s is a %s, worked: %s', (date, expected, worked) => {
    expect(kind(date)).toBe(expected);
    expect(calendar.isWorkday(day(date))).toBe(worked);
  });

  it.each(['2024-12-31', '2027-01-01', '2027-05-03'])('%s is refused: that year has no notice', (date) => {
    const ask = (): DayKind => kind(date);
    const year = Number(date.slice(0, 4));
    expect(ask).toThrow(NoticeMissing);
    expect(ask).toThrow(
      expect.objectContaining({
        code: 'CALENDAR.NOTICE_MISSING',
        year,
        status: 409,
        title: `${year}年节假日安排未录入`,
        fields: [{ field: 'year', message: String(year) }],
      }),
    );
  });
});

describe('the workdays of a week', () => {
  const workdays = (week: string): string[] => calendar.workdaysOf(IsoWeek.parse(week)).map(String);

  it.each([
    ['2026-W43', 5],
    ['2026-W41', 3],
    ['2026-W40', 3],
    ['2026-W38', 6],
    ['2026-W08', 0],
    ['2026-W07', 6],
    ['2026-W01', 3 + 1],
  ])('%s are %i', (week, count) => {
    expect(workdays(week)).toHaveLength(count);
  });

  it('of October 5 to 11, 2026 are Thursday, Friday and the make-up Saturday', () => {
    expect(workdays('2026-W41')).toEqual(['2026-10-08', '2026-10-09', '2026-10-10']);
  });

  it('are refused when the week reaches into a year without a notice', () => {
    expect(() => workdays('2026-W53')).toThrow(NoticeMissing);
  });
});

describe('the summary of a week', () => {
  it.each([
    ['2026-W43', '2026-10-26'],
    ['2026-W38', '2026-09-21'],
    ['2026-W39', '2026-09-28'],
    ['2026-W40', '2026-10-08'],
    ['2026-W07', '2026-02-24'],
    ['2026-W08', '2026-02-24'],
    ['2026-W14', '2026-04-07'],
    ['2026-W18', '2026-05-06'],
  ])('%s is due on %s', (week, date) => {
    expect(calendar.summaryDay(IsoWeek.parse(week)).toString()).toBe(date);
  });

  it('is refused when it would fall into a year without a notice', () => {
    expect(() => calendar.summaryDay(IsoWeek.parse('2026-W53'))).toThrow(NoticeMissing);
  });
});

it('the workday from a workday on is that day itself', () => {
  expect(calendar.workdayFrom(day('2026-10-20')).toString()).toBe('2026-10-20');
  expect(calendar.workdayFrom(day('2026-10-10')).toString()).toBe('2026-10-10');
  expect(calendar.workdayFrom(day('2026-10-11')).toString()).toBe('2026-10-12');
});

it('an imported notice opens its year, a make-up day inside a holiday wins', () => {
  const imported = new WorkCalendar([
    ...officialNotices,
    {
      year: 2027,
      docNo: '待定',
      holidays: [{ name: '元旦', from: day('2027-01-01'), to: day('2027-01-03') }],
      makeupWorkdays: [day('2027-01-03')],
    },
  ]);
  expect(imported.dayKind(day('2027-01-01'))).toBe('holiday');
  expect(imported.dayKind(day('2027-01-03'))).toBe('makeup-workday');
  expect(imported.workdaysOf(IsoWeek.parse('2026-W53')).map(String)).toEqual([
    '2026-12-28',
    '2026-12-29',
    '2026-12-30',
    '2026-12-31',
    '2027-01-03',
  ]);
});
