import { DueClocksRepository } from '@cunqin/clocks';
import { CLOCK_QUEUE, TimeSource, TOWNSHIP_QUEUE } from '@cunqin/platform';
import { InjectQueue } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import type { Queue } from 'bullmq';

/** A job that waits or runs is not added twice; once it is done its name is free for the next slot. */
const ONCE_AT_A_TIME = { removeOnComplete: true, removeOnFail: true } as const;

const MILLISECONDS_PER_HOUR = 3_600_000;

/**
 * The timers. Every process has them, so they only enqueue, under names that are the same for all: ten
 * workers fire once.
 */
@Injectable()
export class Schedules {
  constructor(
    private readonly dueClocks: DueClocksRepository,
    private readonly time: TimeSource,
    @InjectQueue(CLOCK_QUEUE) private readonly clocks: Queue,
    @InjectQueue(TOWNSHIP_QUEUE) private readonly township: Queue,
  ) {}

  /** A job per clock and interval: one dead clock never delays another. */
  @Cron(CronExpression.EVERY_MINUTE)
  async enqueueDueClocks(): Promise<void> {
    const due = await this.dueClocks.dueAt(this.time.now());
    await this.clocks.addBulk(
      due.map(({ clockId, slot }) => ({
        name: 'poll-clock',
        data: { clockId },
        opts: { jobId: `poll-${clockId}-${slot}`, ...ONCE_AT_A_TIME },
      })),
    );
  }

  /** Every hour, and so within the hour after a week's end. */
  @Cron('5 * * * *')
  async enqueuePushProofs(): Promise<void> {
    const hour = Math.floor(this.time.now().epochMilliseconds / MILLISECONDS_PER_HOUR);
    await this.clocks.add('prove-push-clocks', {}, { jobId: `prove-push-${hour}`, ...ONCE_AT_A_TIME });
  }

  /** Whatever a lost hint left undone is done within a minute. */
  @Cron(CronExpression.EVERY_MINUTE)
  async enqueueRefresh(): Promise<void> {
    await this.township.add('refresh-assessments', {}, { jobId: 'refresh-every-minute', ...ONCE_AT_A_TIME });
  }

  @Cron('5 0 * * *', { timeZone: 'Asia/Shanghai' })
  async enqueueSeal(): Promise<void> {
    const date = this.time.localNow('Asia/Shanghai').toPlainDate().toString();
    await this.township.add('seal-ledger', {}, { jobId: `seal-${date}`, ...ONCE_AT_A_TIME });
  }
}
