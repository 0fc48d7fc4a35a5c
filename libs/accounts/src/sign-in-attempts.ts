import { accountsError } from './accounts-errors.js';

/** Failures in a row that cost nothing: people mistype. */
const FREE_FAILURES = 10;
const LONGEST_WAIT_MS = 60_000;
/** After so long without an attempt a username starts afresh. */
const FORGET_AFTER_MS = 15 * 60_000;
const REMEMBERED_USERNAMES = 10_000;

interface Failures {
  count: number;
  lastAt: number;
}

/**
 * Slows down guessing at one username: after ten failures in a row each further attempt has to wait
 * 1, 2, 4 … at most 60 seconds. It never locks for good, or anybody could lock the office out.
 * Unknown usernames are counted alike, so that waiting tells nothing. Memory is bounded: the
 * username that was tried longest ago is forgotten first.
 */
export class SignInAttempts {
  private readonly failures = new Map<string, Failures>();

  /** @param now milliseconds of a clock that never runs backwards */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /**
   * Counts an attempt as failed until {@link succeeded} says otherwise, so that a hundred guesses at
   * the same moment are a hundred failures.
   *
   * @throws CodedError `ACCOUNTS.TOO_MANY_ATTEMPTS` while the username has to wait
   */
  begin(username: string): void {
    const now = this.now();
    const known = this.failures.get(username);
    const before =
      known !== undefined && now - known.lastAt < FORGET_AFTER_MS ? known : { count: 0, lastAt: now };
    const waitMs = before.lastAt + waitAfter(before.count) - now;
    if (waitMs > 0) {
      throw accountsError('ACCOUNTS.TOO_MANY_ATTEMPTS', { detail: `wait ${Math.ceil(waitMs / 1000)} s` });
    }
    this.failures.delete(username);
    this.failures.set(username, { count: before.count + 1, lastAt: now });
    this.forgetOldest();
  }

  succeeded(username: string): void {
    this.failures.delete(username);
  }

  /** How many usernames are remembered. */
  get size(): number {
    return this.failures.size;
  }

  private forgetOldest(): void {
    if (this.failures.size <= REMEMBERED_USERNAMES) return;
    const [oldest] = this.failures.keys();
    if (oldest !== undefined) this.failures.delete(oldest);
  }
}

function waitAfter(failures: number): number {
  return failures < FREE_FAILURES ? 0 : Math.min(1000 * 2 ** (failures - FREE_FAILURES), LONGEST_WAIT_MS);
}
