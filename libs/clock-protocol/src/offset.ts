import { Temporal } from 'temporal-polyfill';
import type { TimeSample } from './driver.js';
import { isRealDateTime } from './wire/time-code.js';

/**
 * How far the clock is ahead of the server, in whole seconds: median over the samples of the clock's time minus the middle
 * between asking and being answered. Positive is fast. `null` without samples or when a stated time is an impossible date.
 *
 * A clock states the second it is in, rounded down; the difference is therefore rounded up.
 * Asked 00:40:59.9Z, answered 00:41:00.1Z, stated 08:42:30 in Asia/Shanghai: 90.
 */
export function offsetSeconds(samples: readonly TimeSample[], timeZone: string): number | null {
  if (samples.length === 0 || !samples.every((sample) => isRealDateTime(sample.clockTime))) return null;
  const differencesMs = samples
    .map((sample) => {
      const clockMs = Temporal.PlainDateTime.from(sample.clockTime).toZonedDateTime(
        timeZone,
      ).epochMilliseconds;
      return clockMs - (sample.askedAt.epochMilliseconds + sample.answeredAt.epochMilliseconds) / 2;
    })
    .sort((a, b) => a - b);
  const middle = differencesMs.length / 2;
  const medianMs = (differencesMs[Math.ceil(middle) - 1]! + differencesMs[Math.floor(middle)]!) / 2;
  return Math.ceil(medianMs / 1000) || 0;
}
