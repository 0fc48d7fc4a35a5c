import { WatchClocksService } from '@cunqin/clocks';
import { CLOCK_QUEUE, TimeSource } from '@cunqin/platform';
import { InjectQueue } from '@nestjs/bullmq';
import {
  type BeforeApplicationShutdown,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Queue } from 'bullmq';
import { HintWindow } from './hint-window.js';

/** People punch one after the other: one poll for all who do so in this time. */
const WINDOW_MS = 5_000;

/** A punch that a clock tells of by itself has it polled at once. The poll is the truth. */
@Injectable()
export class LiveEvents implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(LiveEvents.name);
  private readonly hints = new HintWindow(WINDOW_MS, (clockId) => void this.enqueue(clockId));

  constructor(
    private readonly watches: WatchClocksService,
    private readonly time: TimeSource,
    @InjectQueue(CLOCK_QUEUE) private readonly clocks: Queue,
  ) {}

  onApplicationBootstrap(): void {
    this.watches.start((clockId) => this.hints.take(clockId));
  }

  beforeApplicationShutdown(): void {
    this.hints.close();
  }

  /** A hint that is lost costs nothing but time: the next turn of the clock brings what it was about. */
  private async enqueue(clockId: number): Promise<void> {
    const slot = Math.floor(this.time.now().epochMilliseconds / WINDOW_MS);
    try {
      await this.clocks.add(
        'poll-clock',
        { clockId },
        { jobId: `poll-live-${clockId}-${slot}`, removeOnComplete: true, removeOnFail: true },
      );
    } catch (failure) {
      this.logger.warn(`a live event of clock ${clockId} was lost: ${String(failure)}`);
    }
  }
}
