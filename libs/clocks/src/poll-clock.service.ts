import { randomUUID } from 'node:crypto';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { type ClockPunch, offsetSeconds } from '@cunqin/clock-protocol';
import { TimeSource } from '@cunqin/platform';
import { AppendReadService, type AppendedRead } from '@cunqin/punch-ledger';
import type { Temporal } from 'temporal-polyfill';
import { ClockDrivers } from './clock-drivers.js';
import { clockErrors } from './clock-errors.js';
import { ClockLeasesRepository } from './clock-leases.repository.js';
import { ClocksService, type PollableClock } from './clocks.service.js';

/** What a poll brought. */
export interface PollResult extends AppendedRead {
  readonly readId: string;
  readonly bytesRead: number;
  readonly durationMs: number;
}

/**
 * Reads one clock and puts what it holds into the ledger. A read is complete, or nothing of it is kept
 * but the fact that it failed. One poll of a clock at a time, whoever asks.
 */
@Injectable()
export class PollClockService implements BeforeApplicationShutdown {
  private readonly logger = new Logger(PollClockService.name);
  private readonly running = new Set<Promise<unknown>>();

  constructor(
    private readonly clocks: ClocksService,
    private readonly drivers: ClockDrivers,
    private readonly leases: ClockLeasesRepository,
    private readonly ledger: AppendReadService,
    private readonly time: TimeSource,
  ) {}

  /**
   * @param readId names the read, when the caller has promised that name to somebody
   * @throws CodedError `CLOCKS.BUSY` while another poll of this clock runs; `ClockProtocolError` when
   *   the clock cannot be read; whatever {@link ClocksService.pollable} and `target` throw
   */
  async poll(clockId: number, readId: string = randomUUID()): Promise<PollResult> {
    const clock = await this.clocks.pollable(clockId);
    const holder = await this.leases.take(clockId);
    if (holder === null) throw clockErrors.busy(clockId);
    const reading = this.read(clock, readId).finally(() => this.leases.release(clockId, holder));
    this.running.add(reading);
    try {
      return await reading;
    } finally {
      this.running.delete(reading);
    }
  }

  /** Reads that the end of the process broke off still put that on record, while there is a database. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.allSettled(this.running);
  }

  private async read(clock: PollableClock, readId: string): Promise<PollResult> {
    const startedAt = this.time.now();
    const punches: ClockPunch[] = [];
    try {
      const report = await this.drivers.named(clock.driver).read(
        await this.clocks.target(clock),
        (batch) => {
          for (const punch of batch) punches.push(punch);
        },
        { now: () => this.time.now(), signal: this.drivers.signal },
      );
      const appended = await this.ledger.append({
        readId,
        clockId: clock.id,
        source: 'pull',
        timeZone: clock.timezone,
        startedAt,
        finishedAt: this.time.now(),
        serialNumber: report.probe.serialNumber,
        clockTime: report.probe.time.clockTime,
        offsetSeconds: offsetSeconds([report.probe.time], clock.timezone),
        statedBefore: report.statedBefore,
        statedAfter: report.statedAfter,
        punchCapacity: report.probe.punchCapacity,
        bytesRead: report.bytesRead,
        punches,
      });
      await this.leases.clearBackOff(clock.id);
      return { readId, ...appended, bytesRead: report.bytesRead, durationMs: report.durationMs };
    } catch (failure) {
      await this.recordFailure(clock.id, readId, startedAt, failure);
      throw failure;
    }
  }

  /** The caller must hear why the read failed, even when that cannot be written down. */
  private async recordFailure(
    clockId: number,
    readId: string,
    startedAt: Temporal.Instant,
    failure: unknown,
  ): Promise<void> {
    try {
      const finishedAt = this.time.now();
      const errorCode = codeOf(failure);
      await this.ledger.recordFailure({ readId, clockId, source: 'pull', startedAt, finishedAt, errorCode });
      // A read that we broke off says nothing of the clock.
      if (!this.drivers.signal.aborted) await this.leases.backOff(clockId);
    } catch (unrecorded) {
      this.logger.error(`the failed read of clock ${clockId} could not be recorded: ${String(unrecorded)}`);
    }
  }
}

function codeOf(failure: unknown): string {
  const code = failure instanceof Error ? (failure as { code?: unknown }).code : undefined;
  return typeof code === 'string' ? code : 'INTERNAL';
}
