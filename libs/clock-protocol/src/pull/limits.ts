import type { ConversationOptions } from '../driver.js';
import { ClockProtocolError } from '../errors.js';

const DEFAULT_IDLE_TIMEOUT_MS = 10_000;
export const DEFAULT_TOTAL_TIMEOUT_MS = 120_000;
/** The longest time a timer can wait; what is longer has no end. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * What may end a conversation from outside its own flow: the caller's signal, the total time, silence, a dead connection.
 * The first failure is final; everything awaited through {@link Limits.race} then rejects with it at once.
 */
export class Limits {
  readonly idleTimeoutMs: number;
  private readonly signal: AbortSignal | undefined;
  private readonly totalTimer: NodeJS.Timeout | undefined;
  private readonly rejecters = new Set<(error: Error) => void>();
  private idleTimer: NodeJS.Timeout | undefined;
  private firstFailure: Error | null = null;

  constructor(options: ConversationOptions = {}) {
    this.idleTimeoutMs = options.idleTimeoutMs ?? DEFAULT_IDLE_TIMEOUT_MS;
    const totalMs = options.totalTimeoutMs ?? DEFAULT_TOTAL_TIMEOUT_MS;
    if (totalMs <= LONGEST_TIMER_MS) {
      this.totalTimer = setTimeout(() => {
        this.fail(new ClockProtocolError('CLOCK.TIMEOUT', `the conversation took longer than ${totalMs} ms`));
      }, totalMs);
    }
    this.signal = options.signal;
    this.signal?.addEventListener('abort', this.onAbort);
    if (this.signal?.aborted === true) this.onAbort();
  }

  get failure(): Error | null {
    return this.firstFailure;
  }

  /** Ends the conversation; later failures are consequences and ignored. */
  fail(error: Error): void {
    if (this.firstFailure !== null) return;
    this.firstFailure = error;
    this.stopIdleTimer();
    for (const reject of this.rejecters) reject(error);
    this.rejecters.clear();
  }

  /** Settles like `work`, or rejects as soon as the conversation fails. */
  race<T>(work: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      work.then(resolve, reject).finally(() => this.rejecters.delete(reject));
      if (this.firstFailure !== null) reject(this.firstFailure);
      else this.rejecters.add(reject);
    });
  }

  /** Begins or restarts the count of silence; something is awaited from the clock. */
  restartIdleTimer(): void {
    this.stopIdleTimer();
    if (this.firstFailure !== null) return;
    this.idleTimer = setTimeout(() => this.fail(this.silence()), this.idleTimeoutMs);
  }

  /** Silence is fine for now: nothing is awaited from the clock. */
  stopIdleTimer(): void {
    clearTimeout(this.idleTimer);
    this.idleTimer = undefined;
  }

  /** The error for a clock that has not answered within the idle time-out. */
  silence(): ClockProtocolError {
    return new ClockProtocolError('CLOCK.TIMEOUT', `the clock was silent for ${this.idleTimeoutMs} ms`, {
      transient: true,
    });
  }

  /** Lets some time pass, or rejects as soon as the conversation fails. */
  async pause(durationMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    try {
      await this.race(
        new Promise<void>((resolve) => {
          timer = setTimeout(resolve, durationMs);
        }),
      );
    } finally {
      clearTimeout(timer);
    }
  }

  dispose(): void {
    clearTimeout(this.totalTimer);
    this.stopIdleTimer();
    this.signal?.removeEventListener('abort', this.onAbort);
  }

  private readonly onAbort = (): void => {
    this.fail(new ClockProtocolError('CLOCK.ABORTED', 'the conversation was aborted'));
  };
}
