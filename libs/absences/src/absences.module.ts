import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { RosterModule } from '@cunqin/roster';
import { AbsencesService } from './absences.service.js';
import { Absence } from './entities/absence.entity.js';

/** What people add to the facts. No fact is changed by it. */
@Module({
  imports: [TypeOrmModule.forFeature([Absence]), RosterModule],
  providers: [AbsencesService],
  exports: [AbsencesService],
})
export class AbsencesModule {}
