import { CLOCK_QUEUE, CONFIG, SecretBox, TimeSource, TOWNSHIP_QUEUE, type Config } from '@cunqin/platform';
import { getQueueToken } from '@nestjs/bullmq';
import { SchedulerRegistry } from '@nestjs/schedule';
import { Test, type TestingModule } from '@nestjs/testing';
import type { Queue } from 'bullmq';
import { Schedules } from '../../apps/worker/src/schedules.js';
import { WorkerModule } from '../../apps/worker/src/worker.module.js';
import type { Town } from './town.js';

/** A worker of the town, as `apps/worker` starts it: processors, and timers that the test fires. */
export interface TownWorker {
  readonly schedules: Schedules;
  stop(): Promise<void>;
}

/** Starts a worker that lives in the town's time and works for the town's database and queue. */
export async function startWorker(town: Town): Promise<TownWorker> {
  const { app, databaseUrl } = town.api;
  const module: TestingModule = await Test.createTestingModule({
    imports: [
      WorkerModule.within({
        config: app.get<Config>(CONFIG, { strict: false }),
        databaseUrl,
        time: app.get(TimeSource, { strict: false }),
        secrets: app.get(SecretBox, { strict: false }),
      }),
    ],
  })
    .setLogger(false as never)
    .compile();
  await module.init();
  // Timers follow the machine's clock; the town has a time of its own, and the test fires them.
  for (const timer of module.get(SchedulerRegistry, { strict: false }).getCronJobs().values())
    await timer.stop();
  return { schedules: module.get(Schedules), stop: () => module.close() };
}

/** The town's queues as its API sees them. */
export function queuesOf(town: Town): { clocks: Queue; township: Queue } {
  const named = (name: string): Queue => town.api.app.get<Queue>(getQueueToken(name), { strict: false });
  return { clocks: named(CLOCK_QUEUE), township: named(TOWNSHIP_QUEUE) };
}
