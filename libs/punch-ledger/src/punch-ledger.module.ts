import { Module } from '@nestjs/common';
import { RosterModule } from '@cunqin/roster';
import { AppendReadService } from './append-read.service.js';
import { BrowsePunchesService } from './browse-punches.service.js';
import { HeldPunchesRepository } from './held-punches.repository.js';
import { PunchLedgerRepository } from './punch-ledger.repository.js';
import { PunchReviewsService } from './punch-reviews.service.js';
import { SealLedgerService } from './seal-ledger.service.js';
import { VerifyLedgerService } from './verify-ledger.service.js';

const services = [
  AppendReadService,
  BrowsePunchesService,
  PunchReviewsService,
  SealLedgerService,
  VerifyLedgerService,
];

/** Every punch, for ever. */
@Module({
  imports: [RosterModule],
  providers: [...services, PunchLedgerRepository, HeldPunchesRepository],
  exports: services,
})
export class PunchLedgerModule {}
