import { AuditService } from '@cunqin/accounts';
import { AssessmentModule } from '@cunqin/assessment';
import { BulletinsModule } from '@cunqin/bulletins';
import { ClocksModule } from '@cunqin/clocks';
import { DailyBackupService } from '@cunqin/platform';
import { PunchLedgerModule } from '@cunqin/punch-ledger';
import { RosterModule } from '@cunqin/roster';
import { SettlementModule } from '@cunqin/settlement';
import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { ClockJobsProcessor } from './clock-jobs.processor.js';
import { LiveEvents } from './live-events.js';
import { Schedules } from './schedules.js';
import { TownshipJobsProcessor } from './township-jobs.processor.js';

/** Everything that reacts to a job, or to a clock that says by itself that somebody punched. */
@Module({
  imports: [
    ClocksModule,
    AssessmentModule,
    PunchLedgerModule,
    RosterModule,
    SettlementModule,
    BulletinsModule,
  ],
  providers: [ClockJobsProcessor, TownshipJobsProcessor, LiveEvents, DailyBackupService, AuditService],
})
export class JobsModule {}

/** Everything that reacts to a timer. */
@Module({ imports: [ScheduleModule.forRoot(), ClocksModule, BulletinsModule], providers: [Schedules] })
export class SchedulesModule {}
