import { Module } from '@nestjs/common';
import { RosterModule } from '@cunqin/roster';
import { CarryOverService } from './carry-over.service.js';
import { ChecklistsRepository } from './checklists.repository.js';
import { ChecklistsService } from './checklists.service.js';
import { CopyChecklistsService } from './copy-checklists.service.js';
import { ItemResultsService } from './item-results.service.js';

const services = [ChecklistsService, ItemResultsService, CarryOverService, CopyChecklistsService];

/** Weekly task checklists. */
@Module({
  imports: [RosterModule],
  providers: [ChecklistsRepository, ...services],
  exports: services,
})
export class ChecklistsModule {}
