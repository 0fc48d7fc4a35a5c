import { AccountsModule } from '@cunqin/accounts';
import { AssessmentModule } from '@cunqin/assessment';
import { BulletinsModule } from '@cunqin/bulletins';
import { RosterModule } from '@cunqin/roster';
import { VisitDaysModule } from '@cunqin/visit-days';
import { Module } from '@nestjs/common';
import { AssessmentsController } from './assessments.controller.js';
import { OutlookController } from './outlook.controller.js';
import { SimulationsController } from './simulations.controller.js';
import { WeeksController } from './weeks.controller.js';

@Module({
  imports: [AccountsModule, AssessmentModule, BulletinsModule, RosterModule, VisitDaysModule],
  controllers: [AssessmentsController, OutlookController, SimulationsController, WeeksController],
})
export class AssessmentsApiModule {}
