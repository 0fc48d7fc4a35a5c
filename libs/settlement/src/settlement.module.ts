import { Module } from '@nestjs/common';
import { AssessmentModule } from '@cunqin/assessment';
import { PunchLedgerModule } from '@cunqin/punch-ledger';
import { RosterModule } from '@cunqin/roster';
import { AdvanceMonthsService } from './advance-months.service.js';
import { BaselinesService } from './baselines.service.js';
import { DueMonthsService } from './due-months.service.js';
import { FreezeMonthService } from './freeze-month.service.js';
import { LiveMonthService } from './live-month.service.js';
import { MonthFiguresRepository } from './month-figures.repository.js';
import { MonthRemindersRepository } from './month-reminders.repository.js';
import { MonthReportService } from './month-report.service.js';
import { MonthStepsService } from './month-steps.service.js';
import { MonthTransitionsRepository } from './month-transitions.repository.js';
import { ObjectionsRepository } from './objections.repository.js';
import { ObjectionsService } from './objections.service.js';
import { ReconcileRepository } from './reconcile.repository.js';
import { ReconcileService } from './reconcile.service.js';
import { RefreshMonthService } from './refresh-month.service.js';
import { SettledBooksRepository } from './settled-books.repository.js';
import { SettledMonthsRepository } from './settled-months.repository.js';
import { TransitionMonthService } from './transition-month.service.js';
import { VerifyPaperService } from './verify-paper.service.js';
import { YearBooksRepository } from './year-books.repository.js';

/** The month: settled once, set right in the next, never rewritten. */
@Module({
  imports: [RosterModule, PunchLedgerModule, AssessmentModule],
  providers: [
    MonthReportService,
    MonthStepsService,
    TransitionMonthService,
    AdvanceMonthsService,
    DueMonthsService,
    MonthRemindersRepository,
    FreezeMonthService,
    ObjectionsService,
    ObjectionsRepository,
    BaselinesService,
    ReconcileService,
    ReconcileRepository,
    VerifyPaperService,
    LiveMonthService,
    RefreshMonthService,
    MonthFiguresRepository,
    MonthTransitionsRepository,
    SettledBooksRepository,
    SettledMonthsRepository,
    YearBooksRepository,
  ],
  exports: [
    MonthReportService,
    TransitionMonthService,
    AdvanceMonthsService,
    ObjectionsService,
    BaselinesService,
    ReconcileService,
    VerifyPaperService,
  ],
})
export class SettlementModule {}
