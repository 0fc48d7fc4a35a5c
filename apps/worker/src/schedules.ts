import { DueSummariesService, IssuedPapersService } from '@cunqin/bulletins';
import { DueClocksRepository } from '@cunqin/clocks';
import { CLOCK_QUEUE, CONFIG, type Config, TimeSource, TOWNSHIP_QUEUE } from '@cunqin/platform';
import { InjectQueue } from '@nestjs/bullmq';
import { Inject, Injectable } from '@nestjs/common';
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
    private readonly dueSummaries: DueSummariesService,
    private readonly issuedPapers: IssuedPapersService,
    private readonly time: TimeSource,
    @InjectQueue(CLOCK_QUEUE) private readonly clocks: Queue,
    @InjectQueue(TOWNSHIP_QUEUE) private readonly township: Queue,
    @Inject(CONFIG) private readonly config: Config,
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

  /** At night, when nobody waits for the machine. What it finds holds back the papers of the day. */
  @Cron('30 2 * * *', { timeZone: 'Asia/Shanghai' })
  async enqueueVerification(): Promise<void> {
    const date = this.time.localNow('Asia/Shanghai').toPlainDate().toString();
    await this.township.add('verify-ledger', {}, { jobId: `verify-${date}`, ...ONCE_AT_A_TIME });
  }

  /**
   * Every five minutes: a week is summed up as soon as its clocks have been read. After an outage every week
   * that was missed is due, each once.
   */
  @Cron(CronExpression.EVERY_5_MINUTES)
  async enqueueWeeklySummaries(): Promise<void> {
    const due = await this.dueSummaries.due();
    await this.township.addBulk(
      due.map(({ week, townshipCode }) => ({
        name: 'weekly-summary',
        data: { week: week.toString(), townshipCode },
        opts: { jobId: `weekly-summary-${week}-${townshipCode}`, ...ONCE_AT_A_TIME },
      })),
    );
  }

  /** Every five minutes: what died between the issue of a month and its papers is made good before anyone asks. */
  @Cron(CronExpression.EVERY_5_MINUTES)
  async enqueueMonthPapers(): Promise<void> {
    const { code } = this.config.township;
    const due = await this.issuedPapers.dueMonths();
    await this.township.addBulk(
      due.map((month) => ({
        name: 'month-papers',
        data: { month },
        opts: { jobId: `month-papers-${month}-${code}`, ...ONCE_AT_A_TIME },
      })),
    );
  }

  /** Every hour: each attempt verifies the ledger. */
  @Cron('40 * * * *')
  async enqueueMonths(): Promise<void> {
    const hour = Math.floor(this.time.now().epochMilliseconds / MILLISECONDS_PER_HOUR);
    await this.township.add('advance-months', {}, { jobId: `advance-months-${hour}`, ...ONCE_AT_A_TIME });
  }

  /** Every hour, for a machine that is off at night: what is done already for the day is not done again. */
  @Cron('35 * * * *')
  async enqueueBackup(): Promise<void> {
    if (this.config.backupDir === undefined) return;
    const hour = Math.floor(this.time.now().epochMilliseconds / MILLISECONDS_PER_HOUR);
    await this.township.add('back-up', {}, { jobId: `back-up-${hour}`, ...ONCE_AT_A_TIME });
  }
}
