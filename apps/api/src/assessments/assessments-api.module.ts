import { AccountsModule } from '@cunqin/accounts';
import { AssessmentModule } from '@cunqin/assessment';
import { BulletinsModule } from '@cunqin/bulletins';
import { VisitDaysModule } from '@cunqin/visit-days';
import { Module } from '@nestjs/common';
import { AssessmentsController } from './assessments.controller.js';
import { WeeksController } from './weeks.controller.js';

@Module({
  imports: [AccountsModule, AssessmentModule, BulletinsModule, VisitDaysModule],
  controllers: [AssessmentsController, WeeksController],
})
export class AssessmentsApiModule {}
