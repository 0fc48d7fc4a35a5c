import { AbsencesModule } from '@cunqin/absences';
import { AssessmentModule } from '@cunqin/assessment';
import { ChecklistsModule } from '@cunqin/checklists';
import { Module } from '@nestjs/common';
import { AbsencesController } from './absences.controller.js';
import { ChecklistItemsController } from './checklist-items.controller.js';
import { ChecklistsController } from './checklists.controller.js';
import { CorrectionsController } from './corrections.controller.js';
import { EmergencyDutiesController } from './emergency-duties.controller.js';
import { EnterpriseVisitsController } from './enterprise-visits.controller.js';
import { OutagesController } from './outages.controller.js';

@Module({
  imports: [AbsencesModule, AssessmentModule, ChecklistsModule],
  controllers: [
    AbsencesController,
    EnterpriseVisitsController,
    EmergencyDutiesController,
    OutagesController,
    CorrectionsController,
    ChecklistsController,
    ChecklistItemsController,
  ],
})
export class FactsApiModule {}
