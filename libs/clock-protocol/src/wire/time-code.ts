const SECONDS_PER_DAY = 86_400;
const FIRST_YEAR = 2000;
const DAYS_PER_CODED_MONTH = 31;
const DAYS_PER_CODED_YEAR = 12 * DAYS_PER_CODED_MONTH;
const MAX_CODE = 0xffff_ffff;

const TWO_DIGITS = Array.from({ length: 100 }, (_, value) => String(value).padStart(2, '0'));

/** Dates by the day they are coded as: a log names few days many times. There are fewer than 50,000. */
const dates = new Map<number, string>();

const CLOCK_TIME = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})$/;

/**
 * The clock's local time as text, `2026-10-20T08:41:00`. Every month has 31 days in the code, so the text
 * may be an impossible date (`2026-02-31T…`); it is kept as stated, see {@link isRealDateTime}.
 */
export function decodeTimeCode(code: number): string {
  const days = Math.floor(code / SECONDS_PER_DAY);
  const seconds = code % SECONDS_PER_DAY;
  const minutes = Math.floor(seconds / 60);
  return `${dateOf(days)}T${TWO_DIGITS[Math.floor(minutes / 60)]!}:${TWO_DIGITS[minutes % 60]!}:${TWO_DIGITS[seconds % 60]!}`;
}

/** The year a code states, 2000 to 2133. */
export function yearOfTimeCode(code: number): number {
  return FIRST_YEAR + Math.floor(code / (DAYS_PER_CODED_YEAR * SECONDS_PER_DAY));
}

/**
 * The local time in an event, yy mm dd hh mm ss: `2026-10-20T08:41:00`. `null` when it is none a clock can state.
 * @param fields six bytes
 */
export function decodeEventTime(fields: Uint8Array): string | null {
  const [year, ...rest] = [...fields] as [number, ...number[]];
  const [month, day, hour, minute, second] = rest.map((field) => TWO_DIGITS[field] ?? 'no');
  const text = `${FIRST_YEAR + year}-${month}-${day}T${hour}:${minute}:${second}`;
  return encodeTimeCode(text) === null ? null : text;
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

function dateOf(days: number): string {
  const known = dates.get(days);
  if (known !== undefined) return known;
  const year = FIRST_YEAR + Math.floor(days / DAYS_PER_CODED_YEAR);
  const month = TWO_DIGITS[Math.floor((days % DAYS_PER_CODED_YEAR) / DAYS_PER_CODED_MONTH) + 1]!;
  const date = `${year}-${month}-${TWO_DIGITS[(days % DAYS_PER_CODED_MONTH) + 1]!}`;
  dates.set(days, date);
  return date;
}
