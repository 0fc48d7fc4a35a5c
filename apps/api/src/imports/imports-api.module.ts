import { AccountsModule } from '@cunqin/accounts';
import { ChecklistsModule } from '@cunqin/checklists';
import { RosterModule } from '@cunqin/roster';
import { Module } from '@nestjs/common';
import { ImportCadresService } from './import-cadres.service.js';
import { ImportChecklistsService } from './import-checklists.service.js';
import { ImportEnrolmentsService } from './import-enrolments.service.js';
import { ImportSheetService } from './import-sheet.service.js';
import { ImportsController } from './imports.controller.js';

/** Sheets that a whole office fills in. */
@Module({
  imports: [AccountsModule, RosterModule, ChecklistsModule],
  controllers: [ImportsController],
  providers: [ImportSheetService, ImportCadresService, ImportChecklistsService, ImportEnrolmentsService],
})
export class ImportsApiModule {}
