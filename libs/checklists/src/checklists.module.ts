import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RosterModule } from '@cunqin/roster';
import { ChecklistsService } from './checklists.service.js';
import { Checklist, ChecklistItem } from './entities/checklist.entity.js';

/** Weekly task checklists. */
@Module({
  imports: [TypeOrmModule.forFeature([Checklist, ChecklistItem]), RosterModule],
  providers: [ChecklistsService],
  exports: [ChecklistsService],
})
export class ChecklistsModule {}
