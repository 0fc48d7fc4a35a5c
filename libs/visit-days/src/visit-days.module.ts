import { PunchLedgerModule } from '@cunqin/punch-ledger';
import { Module } from '@nestjs/common';
import { BrowseVisitDaysService } from './browse-visit-days.service.js';
import { DoubtedPunchesService } from './doubted-punches.service.js';
import { RefreshVisitDaysService } from './refresh-visit-days.service.js';
import { VisitDaysRepository } from './visit-days.repository.js';

/** Punches become village-visit days. */
@Module({
  imports: [PunchLedgerModule],
  providers: [BrowseVisitDaysService, DoubtedPunchesService, RefreshVisitDaysService, VisitDaysRepository],
  exports: [BrowseVisitDaysService, RefreshVisitDaysService],
})
export class VisitDaysModule {}
