import type { ClockProbe, ClockTarget, ReadOptions, ReadReport, TimeSample } from '../driver.js';
import { type ClockErrorCode, ClockProtocolError } from '../errors.js';
import type { ClockConnection } from './connection.js';
import { converse, type Conversation, type OpenConnection } from './converse.js';
import type { DataSets } from './data-sets.js';
import { DEFAULT_TOTAL_TIMEOUT_MS } from './limits.js';
import { LogTransfer, type TakePunches } from './log-transfer.js';

/** How a driver reads. */
export interface LogReader<C extends ClockConnection> {
  readonly openConnection: OpenConnection<C>;
  dataSets(conversation: Conversation<C>): DataSets;
}

const TIME_SAMPLES = 3;
/** Fresh connections that may fail one after the other without a byte of the log; and altogether. */
const MOST_FAILURES_IN_A_ROW = 3;
const MOST_FAILURES = 20;
const PAUSE_MS = 100;

/** What a fresh connection may meet while the clock still believes in the broken one. */
const OPENING_TROUBLE = new Set<ClockErrorCode>(['CLOCK.REFUSED', 'CLOCK.UNREACHABLE']);

/**
 * Reads a log: counts, time, records, counts again. A difference between what was stated and what came is reported, not
 * judged: some models state 0, and a punch may land during the read. When the line breaks in the middle, the read goes on
 * over a fresh connection where it was; what cannot be continued fails with what broke it.
 */
export async function readLog<C extends ClockConnection>(
  reader: LogReader<C>,
  target: ClockTarget,
  take: TakePunches,
  options: ReadOptions = {},
): Promise<ReadReport> {
  const startedAt = performance.now();
  const read = new LogRead(reader, target, take, options);
  const totalMs = options.totalTimeoutMs ?? DEFAULT_TOTAL_TIMEOUT_MS;
  const failures = new Failures();
  for (;;) {
    const restMs = Math.max(0, totalMs - (performance.now() - startedAt));
    try {
      const report = await converse(
        async (_target, limits) => {
          if (failures.inARow > 0) await limits.pause(PAUSE_MS * failures.inARow);
          return reader.openConnection(target, limits);
        },
        target,
        { ...options, totalTimeoutMs: restMs },
        (conversation) => read.on(conversation),
      );
      return { ...report, durationMs: Math.round(performance.now() - startedAt) };
    } catch (error) {
      if (!read.hasBegun) throw error;
      failures.add(error, read.transfer.progress);
      read.transfer.useSmallerPieces();
    }
  }
}

/** Counts what went wrong and says when it is too much. */
class Failures {
  inARow = 0;
  private all = 0;
  private progress = -1;
  private first: ClockProtocolError | null = null;

  /** @throws the error itself when trying again is no use, or the first one when it was tried often enough */
  add(error: unknown, progress: number): void {
    if (!(error instanceof ClockProtocolError)) throw error;
    const worthATry = error.transient || (this.first !== null && OPENING_TROUBLE.has(error.code));
    if (!worthATry) throw error;
    this.first ??= error;
    this.all += 1;
    this.inARow = progress > this.progress ? 1 : this.inARow + 1;
    this.progress = progress;
    if (this.inARow > MOST_FAILURES_IN_A_ROW || this.all > MOST_FAILURES) throw this.first;
  }
}

/** One read, whatever the number of connections. */
class LogRead<C extends ClockConnection> {
  readonly transfer: LogTransfer;
  private readonly connections: C[] = [];
  private introduction: { readonly probe: ClockProbe; readonly timeSamples: TimeSample[] } | null = null;

  constructor(
    private readonly reader: LogReader<C>,
    target: ClockTarget,
    take: TakePunches,
    options: ReadOptions,
  ) {
    this.transfer = new LogTransfer({
      statusOrder: target.statusOrder,
      known: options.known ?? null,
      take,
    });
  }

  /** Whether the clock has introduced itself: before that there is nothing worth going on with. */
  get hasBegun(): boolean {
    return this.introduction !== null;
  }

  async on(conversation: Conversation<C>): Promise<Omit<ReadReport, 'durationMs'>> {
    const { session, limits, connection } = conversation;
    this.connections.push(connection);
    if (this.introduction === null) {
      const probe = await session.probe();
      const timeSamples = [probe.time];
      while (timeSamples.length < TIME_SAMPLES) timeSamples.push(await session.time());
      this.introduction = { probe, timeSamples };
    }
    const { probe, timeSamples } = this.introduction;
    await this.transfer.run({ sets: this.reader.dataSets(conversation), limits }, probe.punchCount);
    const after = await session.statedCounts();
    const known = this.transfer.known();
    return {
      probe,
      statedBefore: probe.punchCount,
      statedAfter: after.punchCount,
      mode: this.transfer.mode,
      decoded: this.transfer.decoded,
      logRecords: known?.records ?? 0,
      known,
      timeSamples,
      logBytes: this.transfer.logBytes,
      recordSize: this.transfer.recordSize,
      bytesRead: this.sum((one) => one.bytesRead),
      checksumsOffByOne: this.sum((one) => one.offByOneChecksums),
    };
  }

  private sum(figure: (connection: C) => number): number {
    return this.connections.reduce((total, connection) => total + figure(connection), 0);
  }
}
