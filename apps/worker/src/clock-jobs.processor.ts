import { ClockProtocolError } from '@cunqin/clock-protocol';
import { PollClockService, ProvePushClocksService } from '@cunqin/clocks';
import { CLOCK_QUEUE, type ClockJobs, CodedError, TOWNSHIP_QUEUE } from '@cunqin/platform';
import { InjectQueue, Processor } from '@nestjs/bullmq';
import type { Queue } from 'bullmq';
import type { JobHandlers } from './job-handlers.js';
import { COUNT_OUTCOMES, LATER, QueueWorker } from './queue-worker.js';

/** Clocks read at the same time by one worker. They wait for the network, not for the processor. */
const CONCURRENCY = 16;

/** A poll whose worker died is done by another, so many times: it is not the poll that kills workers or databases. */
const DEATHS = 1_000;

/** Reads clocks. One dead clock occupies one place, never the others'. */
@Processor(CLOCK_QUEUE, {
  ...LATER,
  concurrency: CONCURRENCY,
  maxStalledCount: DEATHS,
  metrics: COUNT_OUTCOMES,
})
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
      const wish = { full: full ?? false };
      const result =
        readId === undefined
          ? await this.clocks.poll(clockId, wish)
          : await this.clocks.pollAsPromised(clockId, { ...wish, readId });
      // Only a hint: what is to be judged again stands in the database.
      if (result !== null && (result.appended > 0 || result.coveredUntil !== null)) {
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
