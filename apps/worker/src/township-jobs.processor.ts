import { RefreshAssessmentsService } from '@cunqin/assessment';
import { TOWNSHIP_QUEUE, type TownshipJobs } from '@cunqin/platform';
import { SealLedgerService } from '@cunqin/punch-ledger';
import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import type { Job } from 'bullmq';
import { handle, type JobHandlers } from './job-handlers.js';

/** Work on the township's own records. */
@Processor(TOWNSHIP_QUEUE)
export class TownshipJobsProcessor extends WorkerHost {
  private readonly logger = new Logger(TownshipJobsProcessor.name);
  private readonly handlers: JobHandlers<TownshipJobs> = {
    'refresh-assessments': () => this.assessments.refreshDirty(),
    'seal-ledger': () => this.seals.sealToday(),
  };

  constructor(
    private readonly assessments: RefreshAssessmentsService,
    private readonly seals: SealLedgerService,
  ) {
    super();
  }

  @OnWorkerEvent('error')
  onError(failure: Error): void {
    this.logger.error(failure.message);
  }

  @OnWorkerEvent('failed')
  onFailed(job: Job | undefined, failure: Error): void {
    this.logger.error(`${job?.name ?? 'job'}: ${failure.stack ?? failure.message}`);
  }

  async process(job: Job): Promise<unknown> {
    return handle(this.handlers, job);
  }
}
