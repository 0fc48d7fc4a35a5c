import { AbsencesModule } from '@cunqin/absences';
import { ChecklistsModule } from '@cunqin/checklists';
import { Module } from '@nestjs/common';
import { AbsencesController } from './absences.controller.js';
import { ChecklistsController } from './checklists.controller.js';

@Module({
  imports: [AbsencesModule, ChecklistsModule],
  controllers: [AbsencesController, ChecklistsController],
})
export class FactsApiModule {}
