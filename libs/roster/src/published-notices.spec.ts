import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type HolidayNotice, officialNotices, WorkCalendar } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import { checkNotice } from './check-notice.js';
import { publishedNotice, publishedNotices } from './published-notices.js';

interface OfficialYear {
  readonly status: string;
  readonly holidays: readonly { from: string; to: string; makeup: string[] }[];
}

/** The notices as the State Council published them. */
const { years } = JSON.parse(
  readFileSync(new URL('../../../test/fixtures/calendar-cn.json', import.meta.url), 'utf8'),
) as { years: Record<string, OfficialYear> };

const official = Object.entries(years).filter(([, { status }]) => status === 'official');

/** First and last days of every stretch, and the weekends that are worked. */
const daysOf = ({ holidays, makeupWorkdays }: HolidayNotice): string[] =>
  [
    ...holidays.map(({ from, to }) => `${from.toString()}/${to.toString()}`),
    ...makeupWorkdays.map(String),
  ].sort();

describe('the published notice of a year', () => {
  it.each(official)('%s says what the State Council said', (year, { holidays }) => {
    const stated = holidays.flatMap(({ from, to, makeup }) => [`${from}/${to}`, ...makeup]).sort();
    const notice = publishedNotice(Number(year));
    expect(notice && daysOf(notice)).toEqual(stated);
  });

  it('agrees with the notices the product ships, day by day', () => {
    const shipped = new WorkCalendar(officialNotices);
    const published = new WorkCalendar(publishedNotices());
    for (const { year } of officialNotices) {
      const first = Temporal.PlainDate.from({ year, month: 1, day: 1 });
      for (let date = first; date.year === year; date = date.add({ days: 1 })) {
        expect([date.toString(), published.dayKind(date)]).toEqual([date.toString(), shipped.dayKind(date)]);
      }
    }
  });

  it.each([2027, 2003, 2100])('is not guessed: there is none for %d', (year) => {
    expect(publishedNotice(year)).toBeUndefined();
  });

  it('holds the December days that its New Year begins with, and not those of the next', () => {
    const starts = (year: number): string[] =>
      (publishedNotice(year)?.holidays ?? []).map(({ from, to }) => `${from.toString()}/${to.toString()}`);
    expect(starts(2023)[0]).toBe('2022-12-31/2023-01-02');
    expect(starts(2022).at(-1)).toBe('2022-10-01/2022-10-07');
  });

  it.each(Array.from({ length: 23 }, (_, index) => 2004 + index))(
    'of %d can be meant as it is written',
    (year) => {
      const notice = publishedNotice(year);
      expect(notice).toBeDefined();
      expect(() => checkNotice(notice as HolidayNotice)).not.toThrow();
    },
  );
});
