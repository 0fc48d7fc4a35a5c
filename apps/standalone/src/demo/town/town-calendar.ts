import { Temporal } from 'temporal-polyfill';

/** A week of the demo: Monday first. */
export interface DemoWeek {
  readonly week: string;
  readonly dates: readonly string[];
}

const FIRST_WEEK = 34;
const WEEK_COUNT = 12;

/** Holidays and make-up workdays inside the period, from the State Council notice 国办发明电〔2025〕7号. */
const HOLIDAYS: ReadonlySet<string> = new Set([
  ...['2026-09-25', '2026-09-26', '2026-09-27'],
  ...['2026-10-01', '2026-10-02', '2026-10-03', '2026-10-04', '2026-10-05', '2026-10-06', '2026-10-07'],
]);
const MAKEUP_WORKDAYS: ReadonlySet<string> = new Set(['2026-09-20', '2026-10-10']);

/** `date` moved by `days`. */
export function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** The twelve weeks 2026-W34 … 2026-W45, August 17 to November 8. */
export const DEMO_WEEKS: readonly DemoWeek[] = Array.from({ length: WEEK_COUNT }, (_, index) => ({
  week: `2026-W${FIRST_WEEK + index}`,
  dates: Array.from({ length: 7 }, (__, day) => addDays('2026-08-17', index * 7 + day)),
}));

export function isHoliday(date: string): boolean {
  return HOLIDAYS.has(date);
}

export function isMakeupWorkday(date: string): boolean {
  return MAKEUP_WORKDAYS.has(date);
}

/** Monday 1 … Sunday 7. */
export function dayOfWeek(date: string): number {
  return Temporal.PlainDate.from(date).dayOfWeek;
}

export function isWorkday(date: string): boolean {
  return MAKEUP_WORKDAYS.has(date) || (dayOfWeek(date) <= 5 && !HOLIDAYS.has(date));
}

/** A second of a day as local time: (`2026-10-20`, 31260) is `2026-10-20T08:41:00`. */
export function localTime(date: string, secondOfDay: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const minutes = Math.floor(secondOfDay / 60);
  return `${date}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:${two(secondOfDay % 60)}`;
}

/**
 * The true local times at which the demo polls every clock, in order: 08:00 on the Monday after each week, and
 * 20:00 on each day of 2026-W43, the week in which a network is down.
 */
export const DEMO_READ_TIMES: readonly string[] = DEMO_WEEKS.flatMap(({ week, dates }) => [
  ...(week === '2026-W43' ? dates.map((date) => `${date}T20:00:00`) : []),
  `${addDays(dates[0] as string, 7)}T08:00:00`,
]);

/** A step of closing October 2026, by the account that takes it. The days are those of the town's rule. */
export interface DemoClosingStep {
  readonly at: string;
  readonly to: 'checking' | 'notice' | 'approved' | 'issued';
  readonly account: 'office' | 'leader';
  /** The name that stands on paper. */
  readonly by: string;
  readonly docNo?: string;
}

export const DEMO_MONTH = '2026-10';

/** When payroll's receipt comes in. */
export const DEMO_RECEIPT_AT = '2026-11-13T16:00:00';

/** Summed up on November 2, checked to November 4, noticed from November 5 to 11, approved, issued. */
export const DEMO_CLOSING: readonly DemoClosingStep[] = [
  { at: '2026-11-02T10:00:00', to: 'checking', account: 'office', by: '吴晓敏' },
  { at: '2026-11-05T09:00:00', to: 'notice', account: 'office', by: '吴晓敏' },
  { at: '2026-11-12T10:00:00', to: 'approved', account: 'leader', by: '周正明' },
  {
    at: '2026-11-13T09:00:00',
    to: 'issued',
    account: 'office',
    by: '吴晓敏',
    docNo: '官办发〔2026〕11号',
  },
];
