import { RefreshAssessmentsService } from '@cunqin/assessment';
import { TOWNSHIP_QUEUE, type TownshipJobs } from '@cunqin/platform';
import { SealLedgerService } from '@cunqin/punch-ledger';
import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { type BeforeApplicationShutdown, Logger } from '@nestjs/common';
import type { Job } from 'bullmq';
import { handle, type JobHandlers } from './job-handlers.js';

/** Work on the township's own records. */
@Processor(TOWNSHIP_QUEUE)
export class TownshipJobsProcessor extends WorkerHost implements BeforeApplicationShutdown {
  private readonly logger = new Logger(TownshipJobsProcessor.name);
  private closing = false;
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

  beforeApplicationShutdown(): void {
    this.closing = true;
  }

  @OnWorkerEvent('error')
  onError(failure: Error): void {
    // A connection that ends while the worker closes is what closing means.
    if (!this.closing) this.logger.error(failure.message);
  }

  @OnWorkerEvent('failed')
  onFailed(job: Job | undefined, failure: Error): void {
    this.logger.error(`${job?.name ?? 'job'}: ${failure.stack ?? failure.message}`);
  }

  async process(job: Job): Promise<unknown> {
    return handle(this.handlers, job);
  }
}
