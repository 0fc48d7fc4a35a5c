const SECONDS_PER_DAY = 86_400;
const FIRST_YEAR = 2000;
const DAYS_PER_CODED_MONTH = 31;
const DAYS_PER_CODED_YEAR = 12 * DAYS_PER_CODED_MONTH;
const MAX_CODE = 0xffff_ffff;

const CLOCK_TIME = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})$/;

/**
 * The clock's local time as text, `2026-10-20T08:41:00`. Every month has 31 days in the code, so the text
 * may be an impossible date (`2026-02-31T…`); it is kept as stated, see {@link isRealDateTime}.
 */
export function decodeTimeCode(code: number): string {
  const days = Math.floor(code / SECONDS_PER_DAY);
  const seconds = code % SECONDS_PER_DAY;
  const year = FIRST_YEAR + Math.floor(days / DAYS_PER_CODED_YEAR);
  const month = Math.floor((days % DAYS_PER_CODED_YEAR) / DAYS_PER_CODED_MONTH) + 1;
  const day = (days % DAYS_PER_CODED_MONTH) + 1;
  const hour = Math.floor(seconds / 3600);
  const minute = Math.floor((seconds % 3600) / 60);
  return `${year}-${twoDigits(month)}-${twoDigits(day)}T${twoDigits(hour)}:${twoDigits(minute)}:${twoDigits(seconds % 60)}`;
}

/** The code for a text such as `2026-10-20T08:41:00`, impossible dates included; `null` when a clock cannot state it. */
export function encodeTimeCode(clockTime: string): number | null {
  const fields = CLOCK_TIME.exec(clockTime)?.slice(1).map(Number);
  if (fields === undefined) return null;
  const [year, month, day, hour, minute, second] = fields as [number, number, number, number, number, number];
  const codable =
    year >= FIRST_YEAR &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= 31 &&
    hour < 24 &&
    minute < 60 &&
    second < 60;
  if (!codable) return null;
  const days = (year - FIRST_YEAR) * DAYS_PER_CODED_YEAR + (month - 1) * DAYS_PER_CODED_MONTH + (day - 1);
  const code = days * SECONDS_PER_DAY + hour * 3600 + minute * 60 + second;
  return code <= MAX_CODE ? code : null;
}

/** Whether the text names a date and time that exists in the calendar: false for 31 February. */
export function isRealDateTime(clockTime: string): boolean {
  if (encodeTimeCode(clockTime) === null) return false;
  const [year, month, day] = clockTime.slice(0, 10).split('-').map(Number) as [number, number, number];
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function twoDigits(value: number): string {
  return value < 10 ? `0${value}` : String(value);
}
