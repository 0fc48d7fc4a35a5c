import { CodedError } from '@cunqin/platform/errors';
import type { Temporal } from 'temporal-polyfill';
import type { IsoWeek } from './iso-week.js';

/** Days off in one stretch, both ends included. */
export interface Holiday {
  readonly name: string;
  readonly from: Temporal.PlainDate;
  readonly to: Temporal.PlainDate;
}

/** The State Council's notice on the holidays of one year (节假日安排). */
export interface HolidayNotice {
  readonly year: number;
  readonly docNo: string;
  readonly holidays: readonly Holiday[];
  readonly makeupWorkdays: readonly Temporal.PlainDate[];
}

export type DayKind = 'workday' | 'makeup-workday' | 'weekend' | 'holiday';

/** `CALENDAR.NOTICE_MISSING`: a date lies in a year whose holiday notice nobody imported. */
export class NoticeMissing extends CodedError {
  constructor(readonly year: number) {
    super('CALENDAR.NOTICE_MISSING', `the holiday notice of ${year} has not been imported`, {
      status: 409,
      title: `${year}年节假日安排未录入`,
      fields: [{ field: 'year', message: String(year) }],
    });
  }
}

/** Which days are worked, by the notices imported so far. Refuses to guess about any other year. */
export class WorkCalendar {
  private readonly kinds = new Map<string, DayKind>();
  private readonly years: ReadonlySet<number>;
  /** Asked for with every cadre of a week. */
  private readonly workdays = new WeakMap<IsoWeek, readonly Temporal.PlainDate[]>();

  constructor(notices: readonly HolidayNotice[]) {
    this.years = new Set(notices.map((notice) => notice.year));
    for (const notice of notices) {
      for (const { from, to } of notice.holidays) {
        const days = from.until(to).days;
        for (let day = 0; day <= days; day += 1)
          this.kinds.set(from.add({ days: day }).toString(), 'holiday');
      }
      for (const date of notice.makeupWorkdays) this.kinds.set(date.toString(), 'makeup-workday');
    }
  }

  /** @throws NoticeMissing for a year without a notice */
  dayKind(date: Temporal.PlainDate): DayKind {
    if (!this.years.has(date.year)) throw new NoticeMissing(date.year);
    return this.kinds.get(date.toString()) ?? (date.dayOfWeek >= 6 ? 'weekend' : 'workday');
  }

  /** Workdays and make-up workdays (调休上班); 2026-09-20 is a Sunday and a workday. */
  isWorkday(date: Temporal.PlainDate): boolean {
    const kind = this.dayKind(date);
    return kind === 'workday' || kind === 'makeup-workday';
  }

  /** @throws NoticeMissing when the week touches a year without a notice */
  workdaysOf(week: IsoWeek): readonly Temporal.PlainDate[] {
    const known = this.workdays.get(week) ?? week.dates.filter((date) => this.isWorkday(date));
    this.workdays.set(week, known);
    return known;
  }

  /** The date itself when it is a workday, else the first workday after it. */
  workdayFrom(date: Temporal.PlainDate): Temporal.PlainDate {
    let day = date;
    while (!this.isWorkday(day)) day = day.add({ days: 1 });
    return day;
  }

  /** The day a week is summed up: the next Monday, or the first workday after it. */
  summaryDay(week: IsoWeek): Temporal.PlainDate {
    return this.workdayFrom(week.next().monday);
  }
}
