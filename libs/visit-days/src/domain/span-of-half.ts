import { Temporal } from 'temporal-polyfill';
import type { Half, TimeWindow, VisitDayRule } from './visit-day.js';

/** A stretch of a clock's own time; `until` is not in it. */
export interface HalfSpan {
  readonly from: Temporal.PlainDateTime;
  readonly until: Temporal.PlainDateTime;
}

/**
 * The time in which a punch proves that half of a date (D3): an afternoon lasts from 12:00:00 to midnight,
 * or as long as its fixed window.
 */
export function spanOfHalf(date: Temporal.PlainDate, half: Half, rule: VisitDayRule): HalfSpan {
  const { from, until } = windowOf(half, rule);
  return { from: at(date, from), until: at(date, until) };
}

function windowOf(half: Half, { afternoonFrom, windows }: VisitDayRule): TimeWindow {
  if (windows !== null) return windows[half];
  return half === 'morning'
    ? { from: '00:00:00', until: afternoonFrom }
    : { from: afternoonFrom, until: '24:00:00' };
}

/** `24:00:00` is the first moment of the next day. */
function at(date: Temporal.PlainDate, time: string): Temporal.PlainDateTime {
  if (time === '24:00:00') return date.add({ days: 1 }).toPlainDateTime();
  return date.toPlainDateTime(Temporal.PlainTime.from(time));
}
