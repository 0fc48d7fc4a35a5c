import type { Temporal } from 'temporal-polyfill';
import { fromSeconds, secondsOf, toSeconds } from './clock-time.js';
import type { Suspicion } from './punch-record.js';

/** Suspicions under which the clock's time does not say on which day somebody was there. */
const LOSES_THE_DAY: readonly Suspicion[] = ['IMPOSSIBLE_TIME', 'POWER_LOSS', 'BACKWARDS', 'FUTURE'];

/** What bounds the moment of a punch, apart from its neighbours in the log. All in the clock's zone. */
export interface MomentBounds {
  /** Time of the last good punch that stands before these in the log. */
  readonly lastGood: Temporal.PlainDateTime | null;
  /** The clock was read completely at this moment and did not have these punches yet, or was placed then. */
  readonly notBefore: Temporal.PlainDateTime | null;
  /** The read that brought them was finished. */
  readonly notAfter: Temporal.PlainDateTime;
}

/** A punch of a clock's chain with what speaks against its time. */
export interface LinkedPunch {
  readonly clockTime: string;
  readonly suspicions: readonly string[];
}

/** Between which moments a punch was made, both included. */
export interface LostTime {
  /** Among the punches given. */
  readonly position: number;
  readonly from: Temporal.PlainDateTime;
  readonly until: Temporal.PlainDateTime;
}

/** Whether a punch with these suspicions may have been made on another day than it says. */
export function losesTheDay(suspicions: readonly string[]): boolean {
  return LOSES_THE_DAY.some((suspicion) => suspicions.includes(suspicion));
}

/**
 * A clock that lost its time loses nobody's visit: between its good neighbours in the log a punch was made, and
 * after the last complete read that did not bring it. Who held its number then is not charged for those weeks
 * until somebody has looked at it.
 *
 * Example: good at Tuesday 15:10, then 2000-01-01T00:07, then good at Thursday 8:41; the clock was last read on
 * Wednesday at 8:00: the visit was between Wednesday 8:00 and Thursday 8:41.
 *
 * Where the neighbours contradict the reads, the reads are believed. A clock that was never placed anywhere and
 * has no good punch says nothing: its punches are left out.
 *
 * @param punches in log order
 */
export function lostTimes(
  punches: readonly LinkedPunch[],
  { lastGood, notBefore, notAfter }: MomentBounds,
): LostTime[] {
  const goodTimes = punches.map(({ clockTime, suspicions }) =>
    suspicions.length === 0 ? secondsOf(clockTime) : null,
  );
  const after = nextGood(goodTimes);
  const earliest = notBefore === null ? null : toSeconds(notBefore);
  const latest = toSeconds(notAfter);
  const lost: LostTime[] = [];
  let before = lastGood === null ? null : toSeconds(lastGood);
  punches.forEach(({ suspicions }, position) => {
    before = goodTimes[position] ?? before;
    if (!losesTheDay(suspicions)) return;
    const from = later(before, earliest);
    if (from === null) return;
    const until = Math.min(after[position] ?? latest, latest);
    const period =
      from <= until ? { from, until } : { from: Math.min(earliest ?? latest, latest), until: latest };
    lost.push({ position, from: fromSeconds(period.from), until: fromSeconds(period.until) });
  });
  return lost;
}

/** Of each position the next good time behind it. */
function nextGood(goodTimes: readonly (number | null)[]): (number | null)[] {
  const next = new Array<number | null>(goodTimes.length).fill(null);
  let following: number | null = null;
  for (let position = goodTimes.length - 1; position >= 0; position -= 1) {
    next[position] = following;
    following = goodTimes[position] ?? following;
  }
  return next;
}

function later(a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b;
  return Math.max(a, b);
}
