import { RefreshAssessmentsService } from '@cunqin/assessment';
import { TOWNSHIP_QUEUE, type TownshipJobs } from '@cunqin/platform';
import { SealLedgerService } from '@cunqin/punch-ledger';
import { Processor } from '@nestjs/bullmq';
import type { JobHandlers } from './job-handlers.js';
import { QueueWorker } from './queue-worker.js';

/** Work on the township's own records. */
@Processor(TOWNSHIP_QUEUE)
export class TownshipJobsProcessor extends QueueWorker<TownshipJobs> {
  protected readonly handlers: JobHandlers<TownshipJobs> = {
    'refresh-assessments': () => this.assessments.refreshDirty(),
    'seal-ledger': () => this.seals.sealToday(),
  };

  constructor(
    private readonly assessments: RefreshAssessmentsService,
    private readonly seals: SealLedgerService,
  ) {
    super();
  }
}
