const FIRST_MS = 2_000;
const LONGEST_MS = 300_000;
/** A watch that lasted so long was a good one. */
const GOOD_MS = 60_000;

/**
 * When a clock whose watch broke may be listened to again: twice as long after each failure in a row, with
 * jitter so that clocks behind one dead line spread out. Times are milliseconds of a monotonic clock.
 */
export class Rests {
  private readonly rests = new Map<number, { readonly failures: number; readonly until: number }>();

  /** @param random from 0 to below 1 */
  constructor(private readonly random: () => number = Math.random) {}

  isOver(clockId: number, nowMs: number): boolean {
    return (this.rests.get(clockId)?.until ?? -Infinity) <= nowMs;
  }

  /** A watch ended by itself after `lastedMs`. */
  afterFailure(clockId: number, nowMs: number, lastedMs: number): void {
    const before = lastedMs >= GOOD_MS ? 0 : (this.rests.get(clockId)?.failures ?? 0);
    const restMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** before) * (0.5 + this.random());
    this.rests.set(clockId, { failures: before + 1, until: nowMs + restMs });
  }
}
