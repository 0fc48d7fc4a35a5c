import type { Temporal } from 'temporal-polyfill';
import { secondsOf, startOf, toSeconds } from './clock-time.js';
import { powerLoss } from './power-loss.js';
import type { Suspicion } from './punch-record.js';
import { backwards, TIME_TOLERANCE_SECONDS } from './time-order.js';

export { parseClockTime } from './clock-time.js';
export { keepsTimeOrder } from './time-order.js';

/** What is known when a log is looked at. Times are local times of the clock's zone. */
export interface ReadingCircumstances {
  /** The server's time when the log was read. */
  readonly serverTime: Temporal.PlainDateTime;
  /** Clock minus server at this read, in seconds; `null` when it could not be measured. */
  readonly offsetSeconds: number | null;
  /** First day the clock stood anywhere; `null`: nowhere yet. */
  readonly placedFrom: Temporal.PlainDate | null;
  /** See `keepsTimeOrder`. */
  readonly timeOrdered: boolean;
  /** Time of the last good punch that stands before these in the log; `null`: there is none. */
  readonly lastGood: Temporal.PlainDateTime | null;
}

/**
 * Looks at punches in the order the clock keeps them and says of each what speaks against its time. Nothing
 * is corrected and nothing dropped: a suspect punch counts when a reviewer says so.
 *
 * A punch that an earlier read brought was seen while it was young: it is `lastGood` here and stays good.
 *
 * @param clockTimes as the clock wrote them, `2026-10-20T08:41:00`
 */
export function suspicionsOf(
  clockTimes: readonly string[],
  circumstances: ReadingCircumstances,
): Suspicion[][] {
  const { serverTime, offsetSeconds, placedFrom, timeOrdered } = circumstances;
  const lastGood = circumstances.lastGood === null ? null : toSeconds(circumstances.lastGood);
  const latestBelievable = toSeconds(serverTime) + TIME_TOLERANCE_SECONDS;
  const placed = placedFrom === null ? null : startOf(placedFrom);
  const times = clockTimes.map(secondsOf);

  const found = times.map((time): Suspicion[] => {
    if (time === null) return ['IMPOSSIBLE_TIME'];
    return time > latestBelievable ? ['FUTURE'] : [];
  });
  // What cannot be true by itself says nothing of the others.
  const believable = (): (number | null)[] =>
    times.map((time, position) => (found[position]?.length === 0 ? time : null));

  for (const position of powerLoss(believable(), lastGood, timeOrdered)) found[position]?.push('POWER_LOSS');
  times.forEach((time, position) => {
    if (time !== null && (placed === null || time < placed)) found[position]?.push('BEFORE_PLACEMENT');
  });
  if (timeOrdered) {
    for (const position of backwards(believable(), lastGood)) found[position]?.push('BACKWARDS');
  }
  if (isOffTime(offsetSeconds)) {
    found.forEach((suspicions, position) => times[position] !== null && suspicions.push('OFFSET'));
  }
  return found;
}

/** Whether a measured offset, in seconds, is more than cheap clocks drift. */
export function isOffTime(offsetSeconds: number | null): boolean {
  return offsetSeconds !== null && Math.abs(offsetSeconds) > TIME_TOLERANCE_SECONDS;
}
