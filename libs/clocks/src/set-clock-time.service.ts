import { Injectable, Logger } from '@nestjs/common';
import { ClockProtocolError, type ClockTarget } from '@cunqin/clock-protocol';
import { TimeSource } from '@cunqin/platform';
import { isOffTime } from '@cunqin/punch-ledger';
import { ClockDrivers } from './clock-drivers.js';
import { ClockTimesRepository } from './clock-times.repository.js';
import type { PollableClock } from './clocks.service.js';

/** The clock was read in the same lease: both together must fit into it. */
const LIMITS = { idleTimeoutMs: 5_000, totalTimeoutMs: 20_000 } as const;

/** A clock that would not be set is left alone for this long. */
const RETRY_HOURS = 24;

/** What the read before said of the clock's time. */
export interface ToldTime {
  readonly readId: string;
  readonly clockTime: string;
  /** `null`: the clock states a time that does not exist. */
  readonly offsetSeconds: number | null;
}

/**
 * Sets a clock that is off, where its settings allow it. The caller holds the clock's lease and has read it
 * completely: what was punched by the wrong time is in the ledger and marked.
 */
@Injectable()
export class SetClockTimeService {
  private readonly logger = new Logger(SetClockTimeService.name);

  constructor(
    private readonly drivers: ClockDrivers,
    private readonly times: ClockTimesRepository,
    private readonly time: TimeSource,
  ) {}

  /** A clock that cannot be set is a fact on record; the read before it stays good. */
  async setIfOff(clock: PollableClock, target: ClockTarget, told: ToldTime): Promise<void> {
    const { offsetSeconds } = told;
    if (clock.setTime === 'never' || !(offsetSeconds === null || isOffTime(offsetSeconds))) return;
    const triedAt = this.time.now();
    if (await this.times.failedSince(clock.id, triedAt.subtract({ hours: RETRY_HOURS }))) return;
    let after = this.localTime(clock);
    const errorCode = await this.set(clock, target, () => (after = this.localTime(clock)));
    const { readId, clockTime: before } = told;
    await this.times.insert({ readId, clockId: clock.id, triedAt, offsetSeconds, before, after, errorCode });
  }

  private async set(
    clock: PollableClock,
    target: ClockTarget,
    localTime: () => string,
  ): Promise<string | null> {
    const surroundings = { now: () => this.time.now(), signal: this.drivers.signal, ...LIMITS };
    try {
      await this.drivers.named(clock.driver).setTime(target, localTime, surroundings);
      return null;
    } catch (failure) {
      if (!(failure instanceof ClockProtocolError)) throw failure;
      this.logger.warn(`clock ${clock.id} could not be set: ${failure.code} ${failure.message}`);
      return failure.code;
    }
  }

  private localTime({ timezone }: PollableClock): string {
    return this.time.localNow(timezone).toString({ smallestUnit: 'second' });
  }
}
