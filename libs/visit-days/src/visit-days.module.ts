import { Module } from '@nestjs/common';
import { BrowseVisitDaysService } from './browse-visit-days.service.js';
import { RefreshVisitDaysService } from './refresh-visit-days.service.js';
import { VisitDaysRepository } from './visit-days.repository.js';

/** Punches become village-visit days. */
@Module({
  providers: [BrowseVisitDaysService, RefreshVisitDaysService, VisitDaysRepository],
  exports: [BrowseVisitDaysService, RefreshVisitDaysService],
})
export class VisitDaysModule {}
