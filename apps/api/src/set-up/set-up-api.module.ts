import { AssessmentModule } from '@cunqin/assessment';
import { RosterModule } from '@cunqin/roster';
import { Module } from '@nestjs/common';
import { CalendarController } from './calendar.controller.js';
import { PoliciesController } from './policies.controller.js';
import { CadresController } from './cadres.controller.js';
import { EnrolmentsController } from './enrolments.controller.js';
import { TownshipsController } from './townships.controller.js';
import { VillagesController } from './villages.controller.js';

@Module({
  imports: [RosterModule, AssessmentModule],
  controllers: [
    TownshipsController,
    VillagesController,
    CadresController,
    EnrolmentsController,
    CalendarController,
    PoliciesController,
  ],
})
export class SetUpApiModule {}
