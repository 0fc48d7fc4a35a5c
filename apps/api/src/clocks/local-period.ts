import { Temporal } from 'temporal-polyfill';

const SECONDS = { smallestUnit: 'second' } as const;

/** Whether a text is a date or a clock's own time: `2026-10-20`, `2026-10-20T08:41:00`. */
export function isLocalMoment(text: string): boolean {
  if (!/^(?!0000)\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?)?$/.test(text)) return false;
  try {
    Temporal.PlainDateTime.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}

/** The first second of a date, or the time itself. */
export function firstSecond(text: string): string {
  return Temporal.PlainDateTime.from(text).toString(SECONDS);
}

/** The last second of a date, or the time itself. */
export function lastSecond(text: string): string {
  const time = Temporal.PlainDateTime.from(text);
  return (text.includes('T') ? time : time.with({ hour: 23, minute: 59, second: 59 })).toString(SECONDS);
}
