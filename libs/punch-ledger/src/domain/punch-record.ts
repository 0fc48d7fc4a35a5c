import type { ClockPunch } from '@cunqin/clock-protocol';

/** Why a punch's time cannot simply be believed. Computed at append and kept. */
export type Suspicion =
  /** The clock wrote a date or time that does not exist. */
  | 'IMPOSSIBLE_TIME'
  /** Later than the server's time when it was read. */
  | 'FUTURE'
  /** A date with which a clock begins after it lost its power: the day it was punched is not known. */
  | 'POWER_LOSS'
  /** Before the clock was installed anywhere. */
  | 'BEFORE_PLACEMENT'
  /** Earlier than a punch the clock logged before it, or later than one it logged after it. */
  | 'BACKWARDS'
  /** The clock's time was off by more than the tolerance when it was read. */
  | 'OFFSET';

/** How punches reach the ledger. */
export type PunchSource = 'pull' | 'push' | 'file';

/** One link of a clock's chain: what the clock said, and how it came here. */
export interface PunchRecord extends Omit<ClockPunch, 'index'> {
  readonly clockId: number;
  /** Position in the clock's chain, from 1, without gaps. */
  readonly sequence: number;
  readonly source: PunchSource;
  readonly readId: string;
  /** Instant with milliseconds, `2026-10-20T00:41:00.000Z`. */
  readonly receivedAt: string;
  readonly suspicions: readonly Suspicion[];
}

/** How a punch is named outside: clock and sequence, `3-128`. */
export function punchId(clockId: number, sequence: number): string {
  return `${clockId}-${sequence}`;
}

/** Whether the clock's time names no day at all on which the punch could count. */
export function hasNoDate(suspicions: readonly string[]): boolean {
  return suspicions.includes('IMPOSSIBLE_TIME') || suspicions.includes('POWER_LOSS');
}
