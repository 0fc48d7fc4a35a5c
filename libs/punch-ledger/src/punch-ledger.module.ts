import { Module } from '@nestjs/common';
import { RosterModule } from '@cunqin/roster';
import { AppendPartService } from './append-part.service.js';
import { AppendReadService } from './append-read.service.js';
import { BrowsePunchesService } from './browse-punches.service.js';
import { CopyPunchesRepository } from './copy-punches.repository.js';
import { HeldPunchesRepository } from './held-punches.repository.js';
import { ClockIncidentsRepository } from './clock-incidents.repository.js';
import { ClockIncidentsService } from './clock-incidents.service.js';
import { ClockLogsRepository } from './clock-logs.repository.js';
import { LedgerProofService } from './ledger-proof.service.js';
import { ClockCoverageService } from './clock-coverage.service.js';
import { LinkPunchesService } from './link-punches.service.js';
import { LostTimesRepository } from './lost-times.repository.js';
import { PunchHintsService } from './punch-hints.service.js';
import { PunchLedgerRepository } from './punch-ledger.repository.js';
import { PunchReviewsService } from './punch-reviews.service.js';
import { QuarantineSettingsService } from './quarantine-settings.service.js';
import { RecordLostTimesService } from './record-lost-times.service.js';
import { SealLedgerService } from './seal-ledger.service.js';
import { VerificationRunsRepository } from './verification/verification-runs.repository.js';
import { UnmatchedNumbersService } from './unmatched-numbers.service.js';
import { VerifyLedgerService } from './verify-ledger.service.js';

const services = [
  AppendPartService,
  AppendReadService,
  BrowsePunchesService,
  ClockCoverageService,
  ClockIncidentsService,
  ClockLogsRepository,
  LedgerProofService,
  PunchHintsService,
  PunchReviewsService,
  QuarantineSettingsService,
  SealLedgerService,
  UnmatchedNumbersService,
  VerifyLedgerService,
];

/** Every punch, for ever. */
@Module({
  imports: [RosterModule],
  providers: [
    ...services,
    PunchLedgerRepository,
    CopyPunchesRepository,
    HeldPunchesRepository,
    ClockIncidentsRepository,
    LinkPunchesService,
    VerificationRunsRepository,
    LostTimesRepository,
    RecordLostTimesService,
  ],
  exports: services,
})
export class PunchLedgerModule {}
