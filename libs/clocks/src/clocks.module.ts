import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PunchLedgerModule } from '@cunqin/punch-ledger';
import { RosterModule } from '@cunqin/roster';
import { ClockDrivers } from './clock-drivers.js';
import { ClockHealthService } from './clock-health.service.js';
import { ClockLeasesRepository } from './clock-leases.repository.js';
import { ClockNetworks } from './clock-networks.js';
import { ClocksService } from './clocks.service.js';
import { DueClocksRepository } from './due-clocks.repository.js';
import { ClockPlacement } from './entities/clock-placement.entity.js';
import { Clock } from './entities/clock.entity.js';
import { PollClockService } from './poll-clock.service.js';
import { ProbeClockService } from './probe-clock.service.js';

/** The clocks of the township: where they are, how they are, and their punches on the way to the ledger. */
@Module({
  imports: [TypeOrmModule.forFeature([Clock, ClockPlacement]), RosterModule, PunchLedgerModule],
  providers: [
    ClocksService,
    PollClockService,
    ProbeClockService,
    ClockHealthService,
    DueClocksRepository,
    ClockDrivers,
    ClockLeasesRepository,
    ClockNetworks,
  ],
  exports: [ClocksService, PollClockService, ProbeClockService, ClockHealthService, DueClocksRepository],
})
export class ClocksModule {}
