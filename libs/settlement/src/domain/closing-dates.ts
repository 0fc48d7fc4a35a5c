import { type IsoWeek, NoticeMissing, type WorkCalendar } from '@cunqin/work-calendar';
import { type Temporal } from 'temporal-polyfill';

/** How long the steps of a month take. The township's procedure: mission “The month”. */
export interface Procedure {
  /** 核对期, in workdays. */
  readonly checkWorkdays: number;
  /** 公示, in workdays. */
  readonly noticeWorkdays: number;
  /** An objection is decided within so many workdays. */
  readonly decideWorkdays: number;
  /** A review may be asked for within so many days after the bulletin. */
  readonly reviewDays: number;
}

export const defaultProcedure: Procedure = {
  checkWorkdays: 3,
  noticeWorkdays: 5,
  decideWorkdays: 5,
  reviewDays: 30,
};

/** Civil dates of the steps of a month, `2026-11-02`; both ends of a period are in it. */
export interface ClosingDates {
  /** The last week is summed up, and the check period begins. */
  readonly summary: string;
  readonly checkUntil: string;
  readonly noticeFrom: string;
  readonly noticeUntil: string;
  readonly approval: string;
  readonly issue: string;
}

/** Days on which steps were really taken; what was taken late moves what follows. */
export interface StepsTaken {
  readonly checking?: Temporal.PlainDate | undefined;
  readonly notice?: Temporal.PlainDate | undefined;
  readonly approved?: Temporal.PlainDate | undefined;
  readonly issued?: Temporal.PlainDate | undefined;
}

/**
 * When a month is closed: summary on the first workday after its last week, three workdays of check, five
 * of notice, approval on the next workday and the bulletin on the one after. October 2026: summary
 * November 2, check to November 4, notice November 5 to 11, approval November 12, bulletin November 13.
 *
 * A step that was taken later than it could be moves those after it: the periods are people's time to
 * object, and are never shortened.
 *
 * @throws NoticeMissing when it reaches into a year without a holiday notice
 */
export function closingDates(
  lastWeek: IsoWeek,
  calendar: WorkCalendar,
  procedure: Procedure = defaultProcedure,
  taken: StepsTaken = {},
): ClosingDates {
  const summary = taken.checking ?? calendar.summaryDay(lastWeek);
  const checkUntil = nthWorkday(calendar, summary, procedure.checkWorkdays);
  const noticeFrom = taken.notice ?? workdayAfter(calendar, checkUntil);
  const noticeUntil = nthWorkday(calendar, noticeFrom, procedure.noticeWorkdays);
  const approval = taken.approved ?? workdayAfter(calendar, noticeUntil);
  const issue = taken.issued ?? workdayAfter(calendar, approval);
  return {
    summary: summary.toString(),
    checkUntil: checkUntil.toString(),
    noticeFrom: noticeFrom.toString(),
    noticeUntil: noticeUntil.toString(),
    approval: approval.toString(),
    issue: issue.toString(),
  };
}

/** The same, or the year whose holiday notice is missing. */
export function closingDatesOrYear(
  ...input: Parameters<typeof closingDates>
): { readonly dates: ClosingDates } | { readonly dates: null; readonly missingYear: number } {
  try {
    return { dates: closingDates(...input) };
  } catch (refusal) {
    if (!(refusal instanceof NoticeMissing)) throw refusal;
    return { dates: null, missingYear: refusal.year };
  }
}

/** The last day of a period of `count` workdays that begins with the first workday from `from` on. */
export function nthWorkday(
  calendar: WorkCalendar,
  from: Temporal.PlainDate,
  count: number,
): Temporal.PlainDate {
  let day = calendar.workdayFrom(from);
  for (let passed = 1; passed < count; passed += 1) day = workdayAfter(calendar, day);
  return day;
}

function workdayAfter(calendar: WorkCalendar, date: Temporal.PlainDate): Temporal.PlainDate {
  return calendar.workdayFrom(date.add({ days: 1 }));
}
