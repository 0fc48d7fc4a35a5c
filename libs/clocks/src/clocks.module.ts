import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { PunchLedgerModule } from '@cunqin/punch-ledger';
import { RosterModule } from '@cunqin/roster';
import { ClockDrivers } from './clock-drivers.js';
import { ClockHealthService } from './clock-health.service.js';
import { ClockLeasesRepository } from './clock-leases.repository.js';
import { ClockNetworks } from './clock-networks.js';
import { ClocksService } from './clocks.service.js';
import { ClockTimesRepository } from './clock-times.repository.js';
import { DeviceIdentityRepository } from './device-identity.repository.js';
import { DueClocksRepository } from './due-clocks.repository.js';
import { ClockPlacement } from './entities/clock-placement.entity.js';
import { Clock } from './entities/clock.entity.js';
import { KeepReadService } from './keep-read.service.js';
import { LiveClocksRepository } from './live/live-clocks.repository.js';
import { WatchClocksService } from './live/watch-clocks.service.js';
import { PollClockService } from './poll-clock.service.js';
import { ProbeClockService } from './probe-clock.service.js';
import { AnswerPushCountService } from './push/answer-push-count.service.js';
import { ClockEventsService } from './push/clock-events.service.js';
import { ProvePushClocksService } from './push/prove-push-clocks.service.js';
import { PushClocksRepository } from './push/push-clocks.repository.js';
import { PushClocksService } from './push/push-clocks.service.js';
import { PushCommandsRepository } from './push/push-commands.repository.js';
import { PushCommandsService } from './push/push-commands.service.js';
import { PushEvidenceRepository } from './push/push-evidence.repository.js';
import { PushIntakeService } from './push/push-intake.service.js';
import { PushProofsRepository } from './push/push-proofs.repository.js';
import { ImportAttlogService } from './usb/import-attlog.service.js';

import { ReadClockService } from './read-clock.service.js';
import { ReplaceDeviceService } from './replace-device.service.js';
import { SetClockTimeService } from './set-clock-time.service.js';

const pushServices = [
  PushClocksService,
  PushIntakeService,
  PushCommandsService,
  ProvePushClocksService,
  AnswerPushCountService,
  ClockEventsService,
];

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
    ImportAttlogService,
    PushClocksRepository,
    PushCommandsRepository,
    PushEvidenceRepository,
    PushProofsRepository,
    ...pushServices,
    ClockTimesRepository,
    DeviceIdentityRepository,
    KeepReadService,
    LiveClocksRepository,
    ReadClockService,
    ReplaceDeviceService,
    SetClockTimeService,
    WatchClocksService,
  ],
  exports: [
    ClocksService,
    PollClockService,
    ProbeClockService,
    ClockHealthService,
    DueClocksRepository,
    ImportAttlogService,
    ...pushServices,
    ReplaceDeviceService,
    WatchClocksService,
  ],
})
export class ClocksModule {}
