import { OnWorkerEvent, WorkerHost } from '@nestjs/bullmq';
import { type BeforeApplicationShutdown, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { type ClockJobs, type TownshipJobs, whenReady } from '@cunqin/platform';
import type { Job } from 'bullmq';
import { handle, type JobHandlers } from './job-handlers.js';

/** The queue counts what became of its jobs, for `GET /metrics`; of single minutes it keeps the last hour. */
export const COUNT_OUTCOMES = { maxDataPoints: 60 };

/** A worker begins when its queue is ready, not as soon as it is made. */
export const LATER = { autorun: false };

/** The life of a queue's worker: it hands jobs to their handlers, says what failed, and ends in time. */
export abstract class QueueWorker<Jobs extends ClockJobs | TownshipJobs>
  extends WorkerHost
  implements OnApplicationBootstrap, BeforeApplicationShutdown
{
  protected readonly logger = new Logger(this.constructor.name);
  protected abstract readonly handlers: JobHandlers<Jobs>;
  private started = false;
  private closing = false;

  async onApplicationBootstrap(): Promise<void> {
    this.started = true;
    await whenReady(this.worker);
    this.worker.run().catch((failure: unknown) => this.logger.error(String(failure)));
  }

  /** The worker ends before queues and database do: its last job may still want both. */
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
