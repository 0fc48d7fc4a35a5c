import type { HolidayNotice } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import { rosterErrors } from './roster-errors.js';

/** New Year's holiday and its make-up days may begin in the December before; nothing else leaves the year. */
export function firstDayAbout(year: number): Temporal.PlainDate {
  return Temporal.PlainDate.from({ year: year - 1, month: 12, day: 20 });
}

/**
 * Whether a notice can be meant as it is written: its days lie in its year, no day is off twice, and what is
 * worked instead is a weekend that is not off.
 *
 * @throws CodedError `ROSTER.PERIOD_REVERSED`, `ROSTER.NOTICE_OTHER_YEAR`, `ROSTER.NOTICE_OVERLAP`,
 *   `ROSTER.NOTICE_MAKEUP_IN_HOLIDAY`, `ROSTER.NOTICE_MAKEUP_NO_WEEKEND`
 */
export function checkNotice({ year, holidays, makeupWorkdays }: HolidayNotice): void {
  for (const { from, to } of holidays) {
    if (Temporal.PlainDate.compare(to, from) < 0) throw rosterErrors.periodReversed('holidays');
    if (!isAbout(year, from) || !isAbout(year, to)) throw rosterErrors.otherYear('holidays');
  }
  if (!makeupWorkdays.every((date) => isAbout(year, date))) throw rosterErrors.otherYear('makeupWorkdays');

  const inOrder = [...holidays].sort((a, b) => Temporal.PlainDate.compare(a.from, b.from));
  for (const [index, { from }] of inOrder.entries()) {
    const before = inOrder[index - 1];
    if (before && Temporal.PlainDate.compare(from, before.to) <= 0) {
      throw rosterErrors.noticeOverlap('holidays', from.toString());
    }
  }
  const worked = new Set<string>();
  for (const date of makeupWorkdays) {
    const text = date.toString();
    if (worked.has(text)) throw rosterErrors.noticeOverlap('makeupWorkdays', text);
    worked.add(text);
    if (holidays.some(({ from, to }) => isWithin(date, from, to))) throw rosterErrors.makeupInHoliday(text);
    if (date.dayOfWeek < 6) throw rosterErrors.makeupNoWeekend(text);
  }
}

function isAbout(year: number, date: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(date, firstDayAbout(year)) >= 0 && date.year <= year;
}

function isWithin(date: Temporal.PlainDate, from: Temporal.PlainDate, to: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(date, from) >= 0 && Temporal.PlainDate.compare(date, to) <= 0;
}
