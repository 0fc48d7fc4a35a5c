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
  /** See {@link keepsTimeOrder}. */
  readonly timeOrdered: boolean;
  /** Time of the last good punch that stands before these in the log; `null`: there is none. */
  readonly lastGood: Temporal.PlainDateTime | null;
}

/** Differences up to this many seconds are what cheap clocks drift. */
const TIME_TOLERANCE_SECONDS = 300;

/** Models that do not keep their log in order of time step back at least this often… */
const STEPS_BACK_OF_UNORDERED_LOG = 0.2;
/** …and are believed to do so when the log has this many records. */
const RECORDS_OF_UNORDERED_LOG = 50;

/**
 * Looks at punches in the order the clock keeps them and says of each what speaks against its time. Nothing
 * is corrected and nothing dropped: a suspect punch counts when a reviewer says so.
 *
 * When the log steps back, somebody has set the clock, forward before or back now, and nobody can know on
 * which side it was honest: `BACKWARDS` are the punches before the step that lie later than the time after
 * it, and those after it that lie earlier than the time before. A punch that an earlier read brought was
 * seen while it was young: it is `lastGood` here and stays good.
 *
 * @param clockTimes as the clock wrote them, `2026-10-20T08:41:00`
 */
export function suspicionsOf(
  clockTimes: readonly string[],
  circumstances: ReadingCircumstances,
): Suspicion[][] {
  const { serverTime, offsetSeconds, placedFrom } = circumstances;
  const times = clockTimes.map(parseClockTime);
  const latestBelievable = serverTime.add({ seconds: TIME_TOLERANCE_SECONDS });
  const found = times.map((time): Suspicion[] => {
    if (time === null) return ['IMPOSSIBLE_TIME'];
    const suspicions: Suspicion[] = [];
    if (Temporal.PlainDateTime.compare(time, latestBelievable) > 0) suspicions.push('FUTURE');
    if (placedFrom === null || Temporal.PlainDate.compare(time.toPlainDate(), placedFrom) < 0) {
      suspicions.push('BEFORE_PLACEMENT');
    }
    return suspicions;
  });
  if (circumstances.timeOrdered) {
    // What cannot be true by itself says nothing of the order of the others.
    const believable = times.map((time, position) => (found[position]?.length === 0 ? time : null));
    for (const position of backwards(believable, circumstances.lastGood)) found[position]?.push('BACKWARDS');
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

/**
 * Whether a clock keeps its log in order of time at all, seen from a whole log: only then does a step back
 * mean something. One fifth of all neighbours must step back, in a log of 50 records: who sets a clock forward
 * and back a few times does not come near.
 */
export function keepsTimeOrder(clockTimes: readonly string[]): boolean {
  const real = clockTimes.map(parseClockTime).filter((time) => time !== null);
  if (real.length < RECORDS_OF_UNORDERED_LOG) return true;
  const stepsBack = real.filter((time, index) => {
    const before = real[index - 1];
    return before !== undefined && isEarlier(time, before);
  }).length;
  return stepsBack < STEPS_BACK_OF_UNORDERED_LOG * (real.length - 1);
}

/** Positions of every time that has a later one before it or an earlier one behind it. */
function backwards(
  times: readonly (Temporal.PlainDateTime | null)[],
  lastGood: Temporal.PlainDateTime | null,
): Set<number> {
  const positions = new Set<number>();
  let latest = lastGood;
  times.forEach((time, position) => {
    if (time === null) return;
    if (latest !== null && isEarlier(time, latest)) positions.add(position);
    if (latest === null || Temporal.PlainDateTime.compare(time, latest) > 0) latest = time;
  });
  let earliest: Temporal.PlainDateTime | null = null;
  for (let position = times.length - 1; position >= 0; position -= 1) {
    const time = times[position] ?? null;
    if (time === null) continue;
    if (earliest !== null && isEarlier(earliest, time)) positions.add(position);
    if (earliest === null || Temporal.PlainDateTime.compare(time, earliest) < 0) earliest = time;
  }
  return positions;
}

/** `null` for a date or time that does not exist, such as 31 February. */
export function parseClockTime(text: string): Temporal.PlainDateTime | null {
  try {
    return Temporal.PlainDateTime.from(text, { overflow: 'reject' });
  } catch {
    return null;
  }
}

function isEarlier(time: Temporal.PlainDateTime, reference: Temporal.PlainDateTime): boolean {
  return Temporal.PlainDateTime.compare(time.add({ seconds: TIME_TOLERANCE_SECONDS }), reference) < 0;
}
