import { IdSource } from '@cunqin/platform';
import { ClockLogsRepository } from '@cunqin/punch-ledger';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { clockErrors } from './clock-errors.js';
import { ClockLeasesRepository } from './clock-leases.repository.js';
import { ClocksService, type PollableClock } from './clocks.service.js';
import { type PollResult, ReadClockService, type ReadWish } from './read-clock.service.js';
import { SetClockTimeService } from './set-clock-time.service.js';

/** Reads one clock and puts what it holds into the ledger. One poll of a clock at a time, whoever asks. */
@Injectable()
export class PollClockService implements BeforeApplicationShutdown {
  private readonly logger = new Logger(PollClockService.name);
  private readonly running = new Set<Promise<unknown>>();

  constructor(
    private readonly clocks: ClocksService,
    private readonly leases: ClockLeasesRepository,
    private readonly reader: ReadClockService,
    private readonly clockTime: SetClockTimeService,
    private readonly logs: ClockLogsRepository,
    private readonly ids: IdSource,
  ) {}

  /**
   * @param wish a read id, when the caller has promised that name to somebody; `full` for the whole log
   * @throws CodedError `CLOCKS.BUSY` while another poll of this clock runs; `ClockProtocolError` when
   *   the clock cannot be read; whatever {@link ClocksService.pollable} and {@link ReadClockService.read} throw
   */
  async poll(clockId: number, wish: Partial<ReadWish> = {}): Promise<PollResult> {
    const clock = await this.clocks.pollable(clockId);
    const holder = await this.leases.take(clockId);
    if (holder === null) throw clockErrors.busy(clockId);
    const { readId = this.ids.next(), full = false } = wish;
    const reading = this.read(clock, { readId, full }).finally(() => this.leases.release(clockId, holder));
    this.running.add(reading);
    try {
      return await reading;
    } finally {
      this.running.delete(reading);
    }
  }

  /**
   * The read that somebody was promised under this id. Whoever died after it was written and before that was noted has
   * kept the promise.
   *
   * @returns `null` when it stands on record already
   * @throws what {@link poll} throws
   */
  async pollAsPromised(clockId: number, wish: ReadWish): Promise<PollResult | null> {
    return (await this.logs.isOnRecord(wish.readId)) ? null : this.poll(clockId, wish);
  }

  /** Reads that the end of the process broke off still put that on record, while there is a database. */
  async beforeApplicationShutdown(): Promise<void> {
    await Promise.allSettled(this.running);
  }

  private async read(clock: PollableClock, wish: ReadWish): Promise<PollResult> {
    const result = await this.reader.read(clock, wish);
    if (result.outcome === 'complete') await this.setTime(clock, result);
    return result;
  }

  /** What the read brought is in the ledger: nothing that happens here makes it a failure. */
  private async setTime(clock: PollableClock, result: PollResult): Promise<void> {
    try {
      await this.clockTime.setIfOff(clock, await this.clocks.target(clock), result);
    } catch (failure) {
      this.logger.error(`the time of clock ${clock.id} could not be set: ${String(failure)}`);
    }
  }
}
