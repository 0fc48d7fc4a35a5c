import { secondsOf } from './clock-time.js';

/** Differences up to this many seconds are what cheap clocks drift. */
export const TIME_TOLERANCE_SECONDS = 300;

/** Models that do not keep their log in order of time step back at least this often… */
const STEPS_BACK_OF_UNORDERED_LOG = 0.2;
/** …and are believed to do so when the log has this many records. */
const RECORDS_OF_UNORDERED_LOG = 50;

/**
 * Whether a clock keeps its log in order of time at all, seen from a whole log: only then does a step back
 * mean something. One fifth of all neighbours must step back, in a log of 50 records: who sets a clock forward
 * and back a few times does not come near.
 */
export function keepsTimeOrder(clockTimes: readonly string[]): boolean {
  const real = clockTimes.map(secondsOf).filter((time) => time !== null);
  if (real.length < RECORDS_OF_UNORDERED_LOG) return true;
  const stepsBack = real.filter((time, index) => {
    const before = real[index - 1];
    return before !== undefined && isEarlier(time, before);
  }).length;
  return stepsBack < STEPS_BACK_OF_UNORDERED_LOG * (real.length - 1);
}

/**
 * Positions of every time that has a later one before it or an earlier one behind it, by more than a drift.
 *
 * When the log steps back, somebody has set the clock, forward before or back now, and nobody can know on
 * which side it was honest: both sides are in doubt.
 *
 * @param times in seconds, in log order; `null` is left out
 * @param lastGood the last time before these against which nothing speaks; it stays good
 */
export function backwards(times: readonly (number | null)[], lastGood: number | null): Set<number> {
  const positions = new Set<number>();
  let latest = lastGood;
  times.forEach((time, position) => {
    if (time === null) return;
    if (latest !== null && isEarlier(time, latest)) positions.add(position);
    latest = latest === null ? time : Math.max(latest, time);
  });
  let earliest: number | null = null;
  for (let position = times.length - 1; position >= 0; position -= 1) {
    const time = times[position] ?? null;
    if (time === null) continue;
    if (earliest !== null && isEarlier(earliest, time)) positions.add(position);
    earliest = earliest === null ? time : Math.min(earliest, time);
  }
  return positions;
}

function isEarlier(time: number, reference: number): boolean {
  return time + TIME_TOLERANCE_SECONDS < reference;
}
