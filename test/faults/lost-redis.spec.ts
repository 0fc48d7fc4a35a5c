import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { redisIsInstalled } from '../support/redis-server.js';
import { Town, villageCode, visit } from '../support/town.js';
import { queuesOf, startWorker, type TownWorker } from '../support/town-workers.js';
import { until } from '../support/until.js';
import { OwnRedis } from './own-redis.js';

const CLOCKS = 4;
const PATIENCE_MS = 30_000;

(redisIsInstalled() ? describe : describe.skip)('a queue on Redis', () => {
  let redis: OwnRedis;
  let town: Town;
  let worker: TownWorker | undefined;
  beforeAll(async () => {
    redis = await OwnRedis.start();
  });
  afterAll(() => redis.remove());
  beforeEach(async () => {
    town = await Town.start('2026-10-26T08:01', { QUEUE_URL: redis.url });
    await town.addVillages(CLOCKS);
    for (let number = 1; number <= CLOCKS; number += 1) await town.addClock(villageCode(number));
    await town.addCadre('C001');
    town.punch(...visit('C001', '2026-10-20', 'V01'), ...visit('C001', '2026-10-22', 'V04'));
  });
  afterEach(async () => {
    await worker?.stop();
    worker = undefined;
    await town.stop();
    await redis.flush();
  });

  const readsPerClock = (): Promise<{ reads: number }[]> =>
    town.database.query(
      `SELECT count(clock_read.id)::integer AS reads FROM clock LEFT JOIN clock_read ON clock_id = clock.id
       GROUP BY clock.id ORDER BY clock.id`,
    );
  const verdict = (): Promise<{ verdict: string; visit_days: number }[]> =>
    town.database.query(`SELECT verdict, visit_days::integer FROM week_assessment WHERE week = '2026-W43'`);

  async function expectAllDone(at: TownWorker): Promise<void> {
    town.setTime('2026-10-26T08:11');
    await at.schedules.enqueueDueClocks();
    await until(
      'every clock to be read',
      readsPerClock,
      (clocks) => clocks.every(({ reads }) => reads > 0),
      PATIENCE_MS,
    );
    await at.schedules.enqueueRefresh();
    const judged = await until(
      'the week to be judged',
      verdict,
      ([row]) => row?.verdict === 'met',
      PATIENCE_MS,
    );
    expect(judged).toEqual([{ verdict: 'met', visit_days: 2 }]);
    expect(await town.get('ledger/verification', 'auditor')).toMatchObject({ ok: true, punches: 4 });
  }

  it('that is flushed while polls wait loses a turn and no punch: the next turn brings them', async () => {
    worker = await startWorker(town);
    const { clocks } = queuesOf(town);
    await clocks.pause();
    await worker.schedules.enqueueDueClocks();
    expect(await clocks.count()).toBe(CLOCKS);
    await redis.flush();
    expect(await clocks.count()).toBe(0);
    expect((await readsPerClock()).map(({ reads }) => reads)).toEqual([0, 0, 0, 0]);
    await expectAllDone(worker);
  }, 60_000);

  it('that is flushed after the punches and before the judgement: the marks stand in the database', async () => {
    await town.pollAll();
    const { township } = queuesOf(town);
    await township.add('refresh-assessments', {}, { jobId: 'refresh-after-poll' });
    await redis.flush();
    expect(await verdict()).toEqual([]);
    worker = await startWorker(town);
    await expectAllDone(worker);
  }, 60_000);

  it('that is killed and comes back empty: workers find it again by themselves', async () => {
    worker = await startWorker(town);
    await worker.schedules.enqueueDueClocks();
    await redis.kill();
    await redis.start();
    await expectAllDone(worker);
  }, 60_000);
});
