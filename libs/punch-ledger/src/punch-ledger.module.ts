import { Module } from '@nestjs/common';
import { RosterModule } from '@cunqin/roster';
import { AppendPartService } from './append-part.service.js';
import { AppendReadService } from './append-read.service.js';
import { BrowsePunchesService } from './browse-punches.service.js';
import { HeldPunchesRepository } from './held-punches.repository.js';
import { ClockIncidentsRepository } from './clock-incidents.repository.js';
import { ClockIncidentsService } from './clock-incidents.service.js';
import { ClockLogsRepository } from './clock-logs.repository.js';
import { LinkPunchesService } from './link-punches.service.js';
import { PunchLedgerRepository } from './punch-ledger.repository.js';
import { PunchReviewsService } from './punch-reviews.service.js';
import { SealLedgerService } from './seal-ledger.service.js';
import { VerifyLedgerService } from './verify-ledger.service.js';

const services = [
  AppendPartService,
  AppendReadService,
  BrowsePunchesService,
  ClockIncidentsService,
  ClockLogsRepository,
  PunchReviewsService,
  SealLedgerService,
  VerifyLedgerService,
];

/** Every punch, for ever. */
@Module({
  imports: [RosterModule],
  providers: [
    ...services,
    PunchLedgerRepository,
    HeldPunchesRepository,
    ClockIncidentsRepository,
    LinkPunchesService,
  ],
  exports: services,
})
export class PunchLedgerModule {}
