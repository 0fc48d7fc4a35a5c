import { dayOf, secondsOf } from './clock-time.js';
import { TIME_TOLERANCE_SECONDS } from './time-order.js';

/** Dates with which the firmware of clocks begins when the battery is flat: zero of both epochs, build dates. */
const RESET_DATES = ['1970-01-01', '2000-01-01', '2018-01-01'];
const RESET_DAYS = new Set(RESET_DATES.map((date) => dayOf(secondsOf(`${date}T00:00:00`) as number)));

/** A clock that lost its power falls back by years; who plays with the time falls back by days. */
const FALL_SECONDS = 366 * 86_400;

/**
 * Positions of the times that a clock made up after it had lost its power.
 *
 * It begins again at a date of its firmware's, well known or not, and runs from there until somebody sets it
 * right. So a time is made up when its date is a well-known one, or when the log falls back to it by more than
 * 366 days and afterwards leaps to where it was: at once, not by running through the days in between. A log
 * that ends in such a fall has not been set right yet.
 *
 * @param times in seconds, in log order; `null` for those that cannot be true by themselves
 * @param lastGood the last time before these against which nothing speaks
 * @param timeOrdered whether the clock keeps its log in order of time; if not, a fall means nothing
 */
export function powerLoss(
  times: readonly (number | null)[],
  lastGood: number | null,
  timeOrdered: boolean,
): Set<number> {
  const madeUp = new Set<number>();
  times.forEach((time, position) => {
    if (time !== null && RESET_DAYS.has(dayOf(time))) madeUp.add(position);
  });
  if (!timeOrdered) return madeUp;

  let latest = lastGood;
  let fallen: number[] = [];
  const settle = (leapt: boolean): void => {
    if (leapt) for (const position of fallen) madeUp.add(position);
    fallen = [];
  };
  times.forEach((time, position) => {
    if (time === null || madeUp.has(position)) return;
    if (latest !== null && time < latest - FALL_SECONDS) {
      fallen.push(position);
      return;
    }
    settle(latest !== null && time >= latest - TIME_TOLERANCE_SECONDS);
    latest = latest === null ? time : Math.max(latest, time);
  });
  settle(true);
  return madeUp;
}
