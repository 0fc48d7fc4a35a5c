import { Module } from '@nestjs/common';
import { AssessmentModule } from '@cunqin/assessment';
import { PunchLedgerModule } from '@cunqin/punch-ledger';
import { RosterModule } from '@cunqin/roster';
import { SettlementModule } from '@cunqin/settlement';
import { DeductionFilesService } from './deduction-files.service.js';
import { DueSummariesService } from './due-summaries.service.js';
import { IssuedDocumentsRepository } from './issued-documents.repository.js';
import { IssuedDocumentsService } from './issued-documents.service.js';
import { IssuedPapersService } from './issued-papers.service.js';
import { JudgedWeekService } from './judged-week.service.js';
import { MonthlyPapersService } from './monthly-papers.service.js';
import { PayrollReceiptsRepository } from './payroll-receipts.repository.js';
import { PayrollReceiptsService } from './payroll-receipts.service.js';
import { PayrollSettingsRepository } from './payroll-settings.repository.js';
import { PayrollSettingsService } from './payroll-settings.service.js';
import { WeeklyPapersRepository } from './weekly-papers.repository.js';
import { WeeklyPapersService } from './weekly-papers.service.js';
import { WeeklySummaryRepository } from './weekly-summary.repository.js';
import { WeeklySummaryService } from './weekly-summary.service.js';

/** What the township prints. */
@Module({
  imports: [AssessmentModule, PunchLedgerModule, RosterModule, SettlementModule],
  providers: [
    WeeklySummaryService,
    JudgedWeekService,
    WeeklyPapersService,
    WeeklyPapersRepository,
    DueSummariesService,
    WeeklySummaryRepository,
    IssuedDocumentsService,
    MonthlyPapersService,
    IssuedDocumentsRepository,
    IssuedPapersService,
    DeductionFilesService,
    PayrollSettingsService,
    PayrollSettingsRepository,
    PayrollReceiptsService,
    PayrollReceiptsRepository,
  ],
  exports: [
    WeeklySummaryService,
    WeeklyPapersService,
    DueSummariesService,
    MonthlyPapersService,
    IssuedDocumentsService,
    IssuedPapersService,
    DeductionFilesService,
    PayrollSettingsService,
    PayrollReceiptsService,
  ],
})
export class BulletinsModule {}
