import { AssessmentModule } from '@cunqin/assessment';
import { ClocksModule } from '@cunqin/clocks';
import { PunchLedgerModule } from '@cunqin/punch-ledger';
import { Module } from '@nestjs/common';
import { ScheduleModule } from '@nestjs/schedule';
import { ClockJobsProcessor } from './clock-jobs.processor.js';
import { LiveEvents } from './live-events.js';
import { Schedules } from './schedules.js';
import { TownshipJobsProcessor } from './township-jobs.processor.js';

/** Everything that reacts to a job, or to a clock that says by itself that somebody punched. */
@Module({
  imports: [ClocksModule, AssessmentModule, PunchLedgerModule],
  providers: [ClockJobsProcessor, TownshipJobsProcessor, LiveEvents],
})
export class JobsModule {}

/** Everything that reacts to a timer. */
@Module({ imports: [ScheduleModule.forRoot(), ClocksModule], providers: [Schedules] })
export class SchedulesModule {}
