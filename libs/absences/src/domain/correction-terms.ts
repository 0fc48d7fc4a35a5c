import { NoticeMissing, type WorkCalendar } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import { correctionErrors } from '../absence-errors.js';
import type { Half } from './slips.js';

/** What the rule in force on a date says about corrections for it. */
export interface CorrectionTerms {
  /** Workdays after the date within which a correction is filed. */
  readonly withinWorkdays: number;
  /** How many of a cadre's corrections a month may have. */
  readonly perMonth: number;
  /** The month that owns the date's week, and its first and last day. */
  readonly month: {
    readonly name: string;
    readonly from: Temporal.PlainDate;
    readonly until: Temporal.PlainDate;
  };
  /** The time a punch for that half could have been made in, in the clock's own time; the end not included. */
  readonly span: { readonly from: Temporal.PlainDateTime; readonly until: Temporal.PlainDateTime };
  /** A punch proves that half already. */
  readonly proved: boolean;
  readonly calendar: WorkCalendar;
}

/** What somebody asks to have corrected. */
export interface CorrectionRequest {
  readonly date: Temporal.PlainDate;
  readonly half: Half;
  /** When the slip came in, by the township's wall clock. */
  readonly filedAt: Temporal.PlainDateTime;
}

/**
 * A correction is for a half that has begun and that no punch proves, and is filed within so many workdays
 * after the date (2): one for Tuesday, November 3, 2026 until Thursday, November 5. A broken clock changes
 * nothing about that.
 *
 * @throws CodedError `CORRECTIONS.FUTURE`, `CORRECTIONS.TOO_LATE`, `CORRECTIONS.ALREADY_PROVED`
 */
export function assertCorrectable(request: CorrectionRequest, terms: CorrectionTerms): void {
  const { date, half, filedAt } = request;
  if (Temporal.PlainDateTime.compare(filedAt, terms.span.from) < 0) throw correctionErrors.future();
  const lastDay = lastDayToFile(date, terms);
  if (lastDay !== null && Temporal.PlainDate.compare(filedAt.toPlainDate(), lastDay) > 0) {
    throw correctionErrors.tooLate(terms.withinWorkdays, lastDay.toString());
  }
  if (terms.proved) throw correctionErrors.alreadyProved(date.toString(), half);
}

/**
 * At most so many a month (2), filed and approved ones together; those in the time of an approved outage of
 * the village's clock are outside the limit.
 *
 * @param counted the cadre's others of that month that count
 * @throws CodedError `CORRECTIONS.TOO_MANY`
 */
export function assertWithinMonth(counted: number, isOutage: boolean, terms: CorrectionTerms): void {
  if (!isOutage && counted >= terms.perMonth) {
    throw correctionErrors.tooMany(terms.perMonth, terms.month.name);
  }
}

/**
 * The last day on which a correction for `date` is in time; `null` while it depends on a year whose holiday
 * notice is missing: nobody is late by a calendar that nobody knows.
 */
export function lastDayToFile(
  date: Temporal.PlainDate,
  { withinWorkdays, calendar }: Pick<CorrectionTerms, 'withinWorkdays' | 'calendar'>,
): Temporal.PlainDate | null {
  let day = date;
  try {
    for (let workdays = 0; workdays < withinWorkdays;) {
      day = day.add({ days: 1 });
      if (calendar.isWorkday(day)) workdays += 1;
    }
    return day;
  } catch (refusal) {
    if (refusal instanceof NoticeMissing) return null;
    throw refusal;
  }
}
