import { CLOCK_QUEUE, CONFIG, SecretBox, TimeSource, TOWNSHIP_QUEUE, type Config } from '@cunqin/platform';
import { getQueueToken } from '@nestjs/bullmq';
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
  return { schedules: module.get(Schedules), stop: async () => {
    const { writeSync } = await import('node:fs');
    const { ClockJobsProcessor } = await import('../../apps/worker/src/clock-jobs.processor.js');
    const { TownshipJobsProcessor } = await import('../../apps/worker/src/township-jobs.processor.js');
    const t = setTimeout(async () => {
      for (const [n, P] of [['clock', ClockJobsProcessor], ['township', TownshipJobsProcessor]] as any) {
        const w = (module.get(P) as any).worker;
        const b = w.backend; const c = b.connection; const pool = c.pool;
        writeSync(2, `DUMP ${n} closed=${w.closed} running=${w.running} main=${!!w.mainLoopRunning} waiting=${!!w.waiting} total=${w.mainLoopQueue?.numTotal?.()} jobs=${w.lockManager?.getActiveJobCount?.()} bd=${b.blockingDisconnected} cancelWait=${!!b.cancelWait} bclosing=${!!b.closing} cclosing=${!!c.closing} lc=${!!c.listenClient} pool=${pool.totalCount}/${pool.idleCount}/${pool.waitingCount} ended=${pool.ended} ending=${pool.ending}\n`);
        for (const cl of pool._clients ?? []) writeSync(2, `  client ending=${cl._ending} ended=${cl._ended} q=${cl._activeQuery?.text ?? cl.activeQuery?.text ?? ''} state=${cl.readyForQuery} queue=${(cl._queryQueue ?? cl.queryQueue)?.length}\n`);
      }
      const { DataSource } = await import('typeorm');
      const ds = module.get(DataSource) as any; const mp = ds.driver.master;
      writeSync(2, `DS init=${ds.isInitialized} pool=${mp?.totalCount}/${mp?.idleCount}/${mp?.waitingCount} ending=${mp?.ending}\n`);
      const { queuesOf: _q } = { queuesOf: 0 } as any; void _q;
      for (const name of ['clocks', 'township']) { const q = module.get((await import('@nestjs/bullmq')).getQueueToken(name)) as any; const p = q.backend.connection.pool; writeSync(2, `Q ${name} closing=${!!q.closing} closed=${q.closed} pool=${p.totalCount}/${p.idleCount}/${p.waitingCount} ended=${p.ended} ending=${p.ending}\n`); }
    }, 4000);
    await module.close(); clearTimeout(t);
  } };
}

/** The town's queues as its API sees them. */
export function queuesOf(town: Town): { clocks: Queue; township: Queue } {
  const named = (name: string): Queue => town.api.app.get<Queue>(getQueueToken(name), { strict: false });
  return { clocks: named(CLOCK_QUEUE), township: named(TOWNSHIP_QUEUE) };
}
