import type { Holiday, HolidayNotice } from '@cunqin/work-calendar';
import chineseDays from 'chinese-days';
import { Temporal } from 'temporal-polyfill';

/** The first year that is imported unasked: clocks came to no village before. */
const FIRST_YEAR = 2025;

/**
 * The holiday notice of a year as the package chinese-days has it, or `undefined` when no notice had been
 * published for that year when the package was made. The package answers for every year, but what it says of
 * a year without a notice is a guess: plain weekdays and weekends.
 *
 * New Year's holiday may begin in the December before, so a notice reaches from December 20 to December 19.
 */
export function publishedNotice(year: number): HolidayNotice | undefined {
  const days = daysAbout(year);
  const daysOff = days.filter(({ work }) => !work);
  // No notice was ever published without a day off in the year itself.
  if (!daysOff.some(({ date }) => date.year === year)) return undefined;
  return {
    year,
    docNo: `国务院办公厅关于${year}年部分节假日安排的通知（据 chinese-days）`,
    holidays: stretches(daysOff),
    makeupWorkdays: days.filter(({ work }) => work).map(({ date }) => date),
  };
}

/** Every published notice since the first clocks. */
export function publishedNotices(): HolidayNotice[] {
  const notices: HolidayNotice[] = [];
  for (let year = FIRST_YEAR; ; year += 1) {
    const notice = publishedNotice(year);
    if (!notice) return notices;
    notices.push(notice);
  }
}

interface NamedDay {
  readonly date: Temporal.PlainDate;
  readonly name: string;
  readonly work: boolean;
}

/** Days that a notice names. Of any other day the package says the weekday, without a comma. */
function daysAbout(year: number): NamedDay[] {
  const named: NamedDay[] = [];
  const end = Temporal.PlainDate.from({ year, month: 12, day: 20 });
  for (let date = end.subtract({ years: 1 }); !date.equals(end); date = date.add({ days: 1 })) {
    const { name, work } = chineseDays.getDayDetail(date.toString());
    const chinese = name.split(',')[1];
    if (chinese !== undefined) named.push({ date, name: chinese, work });
  }
  return named;
}

/** Days off in a row are one stretch, under the names of all that fall into it. */
function stretches(daysOff: readonly NamedDay[]): Holiday[] {
  const found: { names: Set<string>; from: Temporal.PlainDate; to: Temporal.PlainDate }[] = [];
  for (const { date, name } of daysOff) {
    const last = found.at(-1);
    if (last?.to.add({ days: 1 }).equals(date)) {
      last.to = date;
      last.names.add(name);
    } else {
      found.push({ names: new Set([name]), from: date, to: date });
    }
  }
  return found.map(({ names, from, to }) => ({ name: [...names].join('、'), from, to }));
}
