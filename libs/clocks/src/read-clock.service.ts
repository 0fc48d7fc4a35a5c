import { Injectable, Logger } from '@nestjs/common';
import { type ClockPunch, offsetSeconds, type ReadMode, type ReadReport } from '@cunqin/clock-protocol';
import { TimeSource } from '@cunqin/platform';
import type { AppendedRead, FinishedRead } from '@cunqin/punch-ledger';
import type { Temporal } from 'temporal-polyfill';
import { ClockDrivers } from './clock-drivers.js';
import { ClockLeasesRepository } from './clock-leases.repository.js';
import { ClocksService, type PollableClock } from './clocks.service.js';
import { KeepReadService } from './keep-read.service.js';

/** What a poll brought. */
export interface PollResult extends AppendedRead {
  readonly readId: string;
  readonly mode: ReadMode;
  /** Bytes of log data; 0 when nothing was new. */
  readonly logBytes: number;
  readonly bytesRead: number;
  readonly durationMs: number;
  readonly clockTime: string;
  /** Clock minus server, median of several exchanges; `null` when the clock states a time that does not exist. */
  readonly offsetSeconds: number | null;
}

/** How a clock is to be read. */
export interface ReadWish {
  readonly readId: string;
  /** The whole log, whatever is known of it. */
  readonly full: boolean;
}

/**
 * The conversation with one clock and what becomes of it. A read is complete, or nothing of it is kept but
 * the fact that it failed. The caller holds the clock's lease.
 */
@Injectable()
export class ReadClockService {
  private readonly logger = new Logger(ReadClockService.name);

  constructor(
    private readonly clocks: ClocksService,
    private readonly drivers: ClockDrivers,
    private readonly leases: ClockLeasesRepository,
    private readonly keeper: KeepReadService,
    private readonly time: TimeSource,
  ) {}

  /** @throws ClockProtocolError; CodedError `CLOCKS.OTHER_DEVICE`; what `target` throws */
  async read(clock: PollableClock, { readId, full }: ReadWish): Promise<PollResult> {
    const startedAt = this.time.now();
    let serialNumber: string | null = null;
    try {
      const { report, punches } = await this.converse(clock, full);
      serialNumber = report.probe.serialNumber;
      const read = finishedRead({ clock, readId, startedAt, finishedAt: this.time.now() }, report, punches);
      const appended = await this.keeper.keep(read);
      await this.leases.clearBackOff(clock.id);
      return {
        readId,
        ...appended,
        mode: report.mode,
        logBytes: report.logBytes,
        bytesRead: report.bytesRead,
        durationMs: report.durationMs,
        clockTime: read.clockTime,
        offsetSeconds: read.offsetSeconds,
      };
    } catch (failure) {
      await this.keepFailure({ clockId: clock.id, readId, startedAt, serialNumber }, failure);
      throw failure;
    }
  }

  private async converse(
    clock: PollableClock,
    full: boolean,
  ): Promise<{ report: ReadReport; punches: ClockPunch[] }> {
    const punches: ClockPunch[] = [];
    const moment = { now: this.time.now(), timeZone: clock.timezone };
    const known = full ? null : await this.keeper.startingPoint(clock.id, moment);
    const report = await this.drivers.named(clock.driver).read(
      await this.clocks.target(clock),
      (batch) => {
        for (const punch of batch) punches.push(punch);
      },
      { now: () => this.time.now(), signal: this.drivers.signal, known },
    );
    return { report, punches };
  }

  /** The caller must hear why the read failed, even when that cannot be written down. */
  private async keepFailure(
    read: { clockId: number; readId: string; startedAt: Temporal.Instant; serialNumber: string | null },
    failure: unknown,
  ): Promise<void> {
    try {
      // A read that we broke off says nothing of the clock.
      if (!this.drivers.signal.aborted) await this.leases.backOff(read.clockId);
      const finishedAt = this.time.now();
      await this.keeper.keepFailure({ ...read, source: 'pull', finishedAt }, failure);
    } catch (unrecorded) {
      this.logger.error(
        `the failed read of clock ${read.clockId} could not be recorded: ${String(unrecorded)}`,
      );
    }
  }
}

function finishedRead(
  of: { clock: PollableClock; readId: string; startedAt: Temporal.Instant; finishedAt: Temporal.Instant },
  report: ReadReport,
  punches: readonly ClockPunch[],
): FinishedRead {
  const { clock, readId, startedAt, finishedAt } = of;
  const { probe, mode, known, logRecords: records, logBytes: bytes } = report;
  return {
    readId,
    clockId: clock.id,
    source: 'pull',
    timeZone: clock.timezone,
    startedAt,
    finishedAt,
    serialNumber: probe.serialNumber,
    clockTime: probe.time.clockTime,
    offsetSeconds: offsetSeconds(report.timeSamples, clock.timezone),
    statedBefore: report.statedBefore,
    statedAfter: report.statedAfter,
    punchCapacity: probe.punchCapacity,
    bytesRead: report.bytesRead,
    log: { mode, known, records, bytes },
    punches,
  };
}
