import { Module } from '@nestjs/common';
import { RefreshVisitDaysService } from './refresh-visit-days.service.js';
import { VisitDaysRepository } from './visit-days.repository.js';

/** Punches become village-visit days. */
@Module({
  providers: [RefreshVisitDaysService, VisitDaysRepository],
  exports: [RefreshVisitDaysService],
})
export class VisitDaysModule {}
