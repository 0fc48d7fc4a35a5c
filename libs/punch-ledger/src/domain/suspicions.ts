import { Temporal } from 'temporal-polyfill';
import type { Suspicion } from './punch-record.js';

/** What is known when a log is looked at. Times are local times of the clock's zone. */
export interface ReadingCircumstances {
  /** The server's time when the log was read. */
  readonly serverTime: Temporal.PlainDateTime;
  /** Clock minus server at this read, in seconds; `null` when it could not be measured. */
  readonly offsetSeconds: number | null;
  /** First day the clock stood anywhere; `null`: nowhere yet. */
  readonly placedFrom: Temporal.PlainDate | null;
}

/** Differences up to this many seconds are what cheap clocks drift. */
const TIME_TOLERANCE_SECONDS = 300;

/** Models that do not keep their log in order of time give at least this many steps back… */
const STEPS_BACK_OF_UNORDERED_LOG = 3;
/** …and at least one in so many records. A clock that was set back gives one. */
const RECORDS_PER_STEP_BACK = 20;

/**
 * Looks at a whole log in the order the clock keeps it and says of each punch what speaks against its
 * time. Nothing is corrected and nothing dropped: a suspect punch counts when a reviewer says so.
 *
 * @param clockTimes as the clock wrote them, `2026-10-20T08:41:00`
 */
export function suspicionsOf(
  clockTimes: readonly string[],
  circumstances: ReadingCircumstances,
): Suspicion[][] {
  const { serverTime, offsetSeconds, placedFrom } = circumstances;
  const times = clockTimes.map(parseClockTime);
  const ordered = keepsTimeOrder(times);
  const latestBelievable = serverTime.add({ seconds: TIME_TOLERANCE_SECONDS });
  const offsetWrong = offsetSeconds !== null && Math.abs(offsetSeconds) > TIME_TOLERANCE_SECONDS;
  let latestGood: Temporal.PlainDateTime | null = null;

  return times.map((time) => {
    if (time === null) return ['IMPOSSIBLE_TIME'];
    const found: Suspicion[] = [];
    if (Temporal.PlainDateTime.compare(time, latestBelievable) > 0) found.push('FUTURE');
    if (placedFrom === null || Temporal.PlainDate.compare(time.toPlainDate(), placedFrom) < 0) {
      found.push('BEFORE_PLACEMENT');
    }
    if (ordered && latestGood !== null && isEarlier(time, latestGood)) found.push('BACKWARDS');
    if (offsetWrong) found.push('OFFSET');
    if (found.length === 0) latestGood = time;
    return found;
  });
}

/** `null` for a date or time that does not exist, such as 31 February. */
export function parseClockTime(text: string): Temporal.PlainDateTime | null {
  try {
    return Temporal.PlainDateTime.from(text, { overflow: 'reject' });
  } catch {
    return null;
  }
}

/** Whether this log is kept in order of time at all: only then does a step back mean something. */
function keepsTimeOrder(times: readonly (Temporal.PlainDateTime | null)[]): boolean {
  const real = times.filter((time) => time !== null);
  const stepsBack = real.filter((time, index) => {
    const before = real[index - 1];
    return before !== undefined && isEarlier(time, before);
  }).length;
  return stepsBack < STEPS_BACK_OF_UNORDERED_LOG || stepsBack * RECORDS_PER_STEP_BACK < real.length;
}

function isEarlier(time: Temporal.PlainDateTime, reference: Temporal.PlainDateTime): boolean {
  return Temporal.PlainDateTime.compare(time.add({ seconds: TIME_TOLERANCE_SECONDS }), reference) < 0;
}
