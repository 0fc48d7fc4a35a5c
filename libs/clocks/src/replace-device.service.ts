import { Injectable } from '@nestjs/common';
import { TimeSource } from '@cunqin/platform';
import { DataSource } from 'typeorm';
import { ClockLeasesRepository } from './clock-leases.repository.js';
import { ClocksService, type ClockView } from './clocks.service.js';
import { DeviceIdentityRepository } from './device-identity.repository.js';

/** Takes another device for a clock, because an administrator says so. */
@Injectable()
export class ReplaceDeviceService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly clocks: ClocksService,
    private readonly identity: DeviceIdentityRepository,
    private readonly leases: ClockLeasesRepository,
    private readonly time: TimeSource,
  ) {}

  /**
   * The clock's chain goes on with the new device; nothing that is known of the old one's log holds for it.
   * Whoever calls this vouches for the old one's last punches: they must be in the ledger before, by a last
   * read or its USB file, for the new device will be proven complete from its first read on.
   *
   * @throws CodedError `ROSTER.UNKNOWN_CLOCK`, `CLOCKS.PUSHES`
   */
  async replace(
    clockId: number,
    replacement: { serialNumber: string; reason: string; by: string },
  ): Promise<ClockView> {
    await this.clocks.pollable(clockId);
    await this.dataSource.transaction(async (manager) =>
      this.identity.replace(manager, clockId, { ...replacement, at: this.time.now().toString() }),
    );
    await this.leases.clearBackOff(clockId);
    return this.clocks.view(clockId);
  }
}
