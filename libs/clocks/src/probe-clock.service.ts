import { Injectable } from '@nestjs/common';
import { offsetSeconds } from '@cunqin/clock-protocol';
import { TimeSource } from '@cunqin/platform';
import { ClockDrivers } from './clock-drivers.js';
import { clockErrors } from './clock-errors.js';
import { ClockLeasesRepository } from './clock-leases.repository.js';
import { ClocksService } from './clocks.service.js';

/** What a clock says of itself, for an administrator. */
export interface ProbeResult {
  readonly reachable: true;
  readonly serialNumber: string | null;
  readonly firmware: string | null;
  readonly platform: string | null;
  readonly clockTime: string;
  /** Clock minus server, in seconds; `null` when the clock states a time that does not exist. */
  readonly offsetSeconds: number | null;
  readonly punchCount: number | null;
  readonly punchCapacity: number | null;
  readonly userCount: number | null;
}

/** Asks a clock what it is, without reading its log. */
@Injectable()
export class ProbeClockService {
  constructor(
    private readonly clocks: ClocksService,
    private readonly drivers: ClockDrivers,
    private readonly leases: ClockLeasesRepository,
    private readonly time: TimeSource,
  ) {}

  /** @throws CodedError `CLOCKS.BUSY`; `ClockProtocolError` when it does not answer as a clock does */
  async probe(clockId: number): Promise<ProbeResult> {
    const clock = await this.clocks.pollable(clockId);
    const target = await this.clocks.target(clock);
    const holder = await this.leases.take(clockId);
    if (holder === null) throw clockErrors.busy(clockId);
    try {
      const probe = await this.drivers
        .named(clock.driver)
        .probe(target, { now: () => this.time.now(), signal: this.drivers.signal });
      return {
        reachable: true,
        serialNumber: probe.serialNumber,
        firmware: probe.firmware,
        platform: probe.platform,
        clockTime: probe.time.clockTime,
        offsetSeconds: offsetSeconds([probe.time], clock.timezone),
        punchCount: probe.punchCount,
        punchCapacity: probe.punchCapacity,
        userCount: probe.userCount,
      };
    } finally {
      await this.leases.release(clockId, holder);
    }
  }
}
