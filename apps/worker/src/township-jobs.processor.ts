import { RefreshAssessmentsService } from '@cunqin/assessment';
import { TOWNSHIP_QUEUE, type TownshipJobs } from '@cunqin/platform';
import { SealLedgerService } from '@cunqin/punch-ledger';
import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { type BeforeApplicationShutdown, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { Job } from 'bullmq';
import { handle, type JobHandlers } from './job-handlers.js';

/** Work on the township's own records. */
@Processor(TOWNSHIP_QUEUE)
export class TownshipJobsProcessor
  extends WorkerHost
  implements OnApplicationBootstrap, BeforeApplicationShutdown
{
  private readonly logger = new Logger(TownshipJobsProcessor.name);
  private started = false;
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

  onApplicationBootstrap(): void {
    this.started = true;
  }

  /** The worker ends before queues and database do: its last job may still want the database. */
  async beforeApplicationShutdown(): Promise<void> {
    this.closing = true;
    if (this.started) await this.worker.close();
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
