import { Module } from '@nestjs/common';
import { AssessmentModule } from '@cunqin/assessment';
import { PunchLedgerModule } from '@cunqin/punch-ledger';
import { RosterModule } from '@cunqin/roster';
import { JudgedWeekService } from './judged-week.service.js';
import { WeeklySummaryRepository } from './weekly-summary.repository.js';
import { WeeklySummaryService } from './weekly-summary.service.js';

/** What the township prints. */
@Module({
  imports: [AssessmentModule, PunchLedgerModule, RosterModule],
  providers: [WeeklySummaryService, JudgedWeekService, WeeklySummaryRepository],
  exports: [WeeklySummaryService],
})
export class BulletinsModule {}
