import { ClockProtocolError } from '@cunqin/clock-protocol';
import { PollClockService, ProvePushClocksService } from '@cunqin/clocks';
import { CLOCK_QUEUE, type ClockJobs, CodedError, TOWNSHIP_QUEUE } from '@cunqin/platform';
import { InjectQueue, OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { type BeforeApplicationShutdown, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { Job, Queue } from 'bullmq';
import { handle, type JobHandlers } from './job-handlers.js';

/** Clocks read at the same time by one worker. They wait for the network, not for the processor. */
const CONCURRENCY = 16;

/** Reads clocks. One dead clock occupies one place, never the others'. */
@Processor(CLOCK_QUEUE, { concurrency: CONCURRENCY })
export class ClockJobsProcessor
  extends WorkerHost
  implements OnApplicationBootstrap, BeforeApplicationShutdown
{
  private readonly logger = new Logger(ClockJobsProcessor.name);
  private started = false;
  private closing = false;
  private readonly handlers: JobHandlers<ClockJobs> = {
    'poll-clock': (job) => this.poll(job),
    'prove-push-clocks': () => this.proofs.startDue(),
  };

  constructor(
    private readonly clocks: PollClockService,
    private readonly proofs: ProvePushClocksService,
    @InjectQueue(TOWNSHIP_QUEUE) private readonly township: Queue,
  ) {
    super();
  }

  onApplicationBootstrap(): void {
    this.started = true;
  }

  /** The worker ends before queues and database do: its last poll may still want to add a job. */
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

  /** A clock that cannot be read is a fact on record, not a failed job: the next slot tries again. */
  private async poll({ clockId, readId, full }: ClockJobs['poll-clock']): Promise<void> {
    try {
      const { appended, coveredUntil } = await this.clocks.poll(clockId, {
        ...(readId !== undefined && { readId }),
        full: full ?? false,
      });
      // Only a hint: what is to be judged again stands in the database.
      if (appended > 0 || coveredUntil !== null) {
        await this.township.add(
          'refresh-assessments',
          {},
          { jobId: 'refresh-after-poll', removeOnComplete: true, removeOnFail: true },
        );
      }
    } catch (failure) {
      if (!(failure instanceof ClockProtocolError || failure instanceof CodedError)) throw failure;
      // Somebody was promised this read: it is tried again when the clock is free.
      if (readId !== undefined && failure.code === 'CLOCKS.BUSY') throw failure;
      this.logger.warn(`clock ${clockId}: ${failure.code} ${failure.message}`);
    }
  }
}
