import { Temporal } from 'temporal-polyfill';
import { isRealDateTime } from '../wire/time-code.js';

/** The time so many seconds later; an impossible date stays what it is. */
export function shiftClockTime(clockTime: string, seconds: number): string {
  if (!isRealDateTime(clockTime)) return clockTime;
  return Temporal.PlainDateTime.from(clockTime).add({ seconds }).toString({ smallestUnit: 'second' });
}
