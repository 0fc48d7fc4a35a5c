import { ClockProtocolError } from '@cunqin/clock-protocol';
import { PollClockService, ProvePushClocksService } from '@cunqin/clocks';
import { CLOCK_QUEUE, type ClockJobs, CodedError, TOWNSHIP_QUEUE } from '@cunqin/platform';
import { InjectQueue, Processor } from '@nestjs/bullmq';
import type { Queue } from 'bullmq';
import type { JobHandlers } from './job-handlers.js';
import { QueueWorker } from './queue-worker.js';

/** Clocks read at the same time by one worker. They wait for the network, not for the processor. */
const CONCURRENCY = 16;

/** Reads clocks. One dead clock occupies one place, never the others'. */
@Processor(CLOCK_QUEUE, { concurrency: CONCURRENCY })
export class ClockJobsProcessor extends QueueWorker<ClockJobs> {
  protected readonly handlers: JobHandlers<ClockJobs> = {
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
