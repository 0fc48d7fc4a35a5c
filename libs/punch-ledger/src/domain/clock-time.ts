import { Temporal } from 'temporal-polyfill';

const SECONDS_A_DAY = 86_400;
const AS_CLOCKS_WRITE = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)$/;

/** Of a leap second Temporal makes the second before it, whatever it is told of overflow. */
const LEAP_SECOND = /:\d\d:60/;

/** `null` for a date or time that does not exist, such as 31 February or the second 60. */
export function parseClockTime(text: string): Temporal.PlainDateTime | null {
  if (LEAP_SECOND.test(text)) return null;
  try {
    return Temporal.PlainDateTime.from(text, { overflow: 'reject' });
  } catch {
    return null;
  }
}

/**
 * A clock's own time as a number that can be compared and subtracted: seconds since 1970-01-01T00:00:00 of
 * the same clock, whatever its zone. Logs have a hundred thousand times, and Temporal is slow.
 *
 * @returns `null` for a date or time that does not exist
 */
export function secondsOf(text: string): number | null {
  const parts = AS_CLOCKS_WRITE.exec(text);
  if (parts !== null) {
    const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number);
    const exists = month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
    if (!exists || hour > 23 || minute > 59 || second > 59) return null;
    return daysSince1970(year, month, day) * SECONDS_A_DAY + hour * 3600 + minute * 60 + second;
  }
  const time = parseClockTime(text);
  return time === null ? null : toSeconds(time);
}

/** As {@link secondsOf}, of a time that exists. */
export function toSeconds(time: Temporal.PlainDateTime): number {
  return time.toZonedDateTime('UTC').epochMilliseconds / 1000;
}

/** As {@link secondsOf}, of the beginning of a date. */
export function startOf(date: Temporal.PlainDate): number {
  return toSeconds(date.toPlainDateTime());
}

/** The time that {@link secondsOf} made a number of. */
export function fromSeconds(seconds: number): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(seconds * 1000)
    .toZonedDateTimeISO('UTC')
    .toPlainDateTime();
}

/** Days since 1970-01-01. */
export function dayOf(seconds: number): number {
  return Math.floor(seconds / SECONDS_A_DAY);
}

/** By the Gregorian calendar, with years that begin in March: so the leap day is the last of its year. */
function daysSince1970(year: number, month: number, day: number): number {
  const marchYear = month <= 2 ? year - 1 : year;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  const DAYS_FROM_MARCH_0000_TO_1970 = 719_468;
  return marchYear * 365 + leapDays + dayOfYear - DAYS_FROM_MARCH_0000_TO_1970;
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
}
