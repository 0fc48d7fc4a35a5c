import { createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Queue } from 'bullmq';
import { redisIsInstalled, startRedis, type RedisServer } from '../support/redis-server.js';
import { Town, type TownClock, villageCode, visit } from '../support/town.js';
import { queuesOf, startWorker, type TownWorker } from '../support/town-workers.js';
import { until } from '../support/until.js';

const CLOCKS = 4;
const SLOT_SECONDS = 600;
const NOW = '2026-10-26T08:01';
const IN_THE_NEXT_SLOT = '2026-10-26T08:11';

const backends = ['PostgreSQL', ...(redisIsInstalled() ? ['Redis'] : [])];

interface Read {
  readonly id: string;
  readonly outcome: string;
}

describe.each(backends)('jobs on %s', (backend) => {
  let redis: RedisServer | undefined;
  let town: Town;
  const workers: TownWorker[] = [];

  beforeAll(async () => {
    if (backend === 'Redis') redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  beforeEach(async () => {
    town = await Town.start(NOW, redis === undefined ? {} : { QUEUE_URL: redis.url });
    await town.addVillages(CLOCKS + 1);
    for (let number = 1; number <= CLOCKS; number += 1) await town.addClock(villageCode(number));
  });
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.stop()));
    const { clocks, township } = queuesOf(town);
    await Promise.all([clocks.obliterate({ force: true }), township.obliterate({ force: true })]);
    await town.stop();
  });

  const hire = async (): Promise<TownWorker> => {
    const worker = await startWorker(town);
    workers.push(worker);
    return worker;
  };
  const readsOf = async (clockId: number): Promise<Read[]> =>
    (await town.get<{ items: Read[] }>(`clocks/${clockId}/reads`)).items;
  const readsPerClock = (clocks: readonly TownClock[] = town.clocks): Promise<number[]> =>
    Promise.all(clocks.map(async ({ id }) => (await readsOf(id)).length));
  const unfinished = (queue: Queue): Promise<number> =>
    queue.getJobCountByTypes('waiting', 'active', 'delayed', 'prioritized');
  const eachReadTimes =
    (times: number) =>
    (counts: readonly number[]): boolean =>
      counts.every((count) => count === times);

  it('timers only enqueue, under names that are the same for every process and moment of a slot', async () => {
    const [first, second] = [await hire(), await hire()];
    const { clocks, township } = queuesOf(town);
    await Promise.all([clocks.pause(), township.pause()]);
    const enqueue = async ({ schedules }: TownWorker): Promise<void> => {
      await Promise.all([schedules.enqueueDueClocks(), schedules.enqueueRefresh(), schedules.enqueueSeal()]);
    };
    await Promise.all([enqueue(first), enqueue(second)]);
    town.setTime('2026-10-26T08:08');
    await enqueue(first);

    const slot = Math.floor(town.api.time.now().epochMilliseconds / 1000 / SLOT_SECONDS);
    const namesOf = async (queue: Queue): Promise<string[]> =>
      (await queue.getJobs()).map(({ id }) => id ?? '').sort();
    expect(await namesOf(clocks)).toEqual(town.clocks.map(({ id }) => `poll-${id}-${slot}`).sort());
    expect(await namesOf(township)).toEqual(['refresh-every-minute', 'seal-2026-10-26']);
    expect(await readsPerClock()).toEqual([0, 0, 0, 0]);
  });

  it('read the clocks that are due, once a slot however many workers there are, and judge what changed', async () => {
    await town.addCadre('C001');
    town.punch(...visit('C001', '2026-10-20', 'V01'), ...visit('C001', '2026-10-22', 'V04'));
    const [first, second] = [await hire(), await hire()];
    const fire = (): Promise<unknown> =>
      Promise.all([first.schedules.enqueueDueClocks(), second.schedules.enqueueDueClocks()]);

    await fire();
    await until('every clock to be read', () => readsPerClock(), eachReadTimes(1));
    const verdict = `SELECT verdict, visit_days::float8 AS visit_days FROM week_assessment WHERE week = '2026-W43' AND cadre_code = 'C001'`;
    await until(
      'the week to be judged',
      () => town.database.query<{ verdict: string; visit_days: number }[]>(verdict),
      ([row]) => row?.verdict === 'met' && row.visit_days === 2,
    );

    await fire();
    await until(
      'the queue to be idle',
      () => queuesOf(town).clocks.getActiveCount(),
      (active) => active === 0,
    );
    expect(await readsPerClock()).toEqual([1, 1, 1, 1]);

    town.setTime(IN_THE_NEXT_SLOT);
    await fire();
    await until('every clock to be read in the next slot', () => readsPerClock(), eachReadTimes(2));
  });

  it('read the living clocks while a dead one keeps its caller waiting', async () => {
    const sockets = new Set<Socket>();
    const silent = createServer((socket) => sockets.add(socket.on('error', () => undefined)));
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const dead = await town.registerClock(villageCode(CLOCKS + 1), { port });
    const worker = await hire();
    await worker.schedules.enqueueDueClocks();
    await until('the living clocks to be read', () => readsPerClock(), eachReadTimes(1), 5_000);
    expect(sockets.size).toBe(1);
    expect(await readsOf(dead)).toEqual([]);

    for (const socket of sockets) socket.destroy();
    silent.close();
    const [failed] = await until(
      'the failure to be on record',
      () => readsOf(dead),
      (reads) => reads.length === 1,
    );
    expect(failed?.outcome).toBe('failed');
    await worker.schedules.enqueueDueClocks();
    expect(await queuesOf(town).clocks.count()).toBe(0);
  });

  it('a refresh that failed leaves its name free: the next poll brings another', async () => {
    const [clock] = town.clocks;
    const pollSoon = (): Promise<unknown> => town.ask('admin', 'post', `clocks/${clock?.id}/poll`);
    await town.addCadre('C001');
    town.punch(...visit('C001', '2026-10-20', 'V01'));
    await hire();
    await town.database.query('ALTER TABLE week_assessment RENAME TO out_of_reach');
    await pollSoon();
    await until(
      'the read and its refresh to be over',
      async () => ({
        reads: (await readsOf(clock?.id ?? 0)).length,
        polls: await unfinished(queuesOf(town).clocks),
        refreshes: await unfinished(queuesOf(town).township),
      }),
      ({ reads, polls, refreshes }) => reads === 1 && polls + refreshes === 0,
    );
    await town.database.query('ALTER TABLE out_of_reach RENAME TO week_assessment');
    await pollSoon();
    await until(
      'the week to be judged',
      () => town.database.query<object[]>(`SELECT FROM week_assessment WHERE cadre_code = 'C001'`),
      ({ length }) => length > 0,
    );
  });

  it('a poll that nobody waits for answers with the id under which the read will stand', async () => {
    const [clock] = town.clocks;
    const answer = await town.call('admin', 'post', `clocks/${clock?.id}/poll`);
    expect(answer.status).toBe(202);
    const { readId } = answer.body as { readId: string };
    expect(readId).toMatch(/^[0-9a-f-]{36}$/);
    expect(await readsOf(clock?.id ?? 0)).toEqual([]);
    await hire();
    const [read] = await until(
      'the read',
      () => readsOf(clock?.id ?? 0),
      (reads) => reads.length === 1,
    );
    expect(read).toMatchObject({ id: readId, outcome: 'complete' });
  });

  it('seal the ledger once a day', async () => {
    const worker = await hire();
    const seals = async (): Promise<{ date: string }[]> =>
      (await town.get<{ items: { date: string }[] }>('ledger/seals')).items;
    await worker.schedules.enqueueSeal();
    await until('the seal', seals, ({ length }) => length === 1);
    await worker.schedules.enqueueSeal();
    town.setTime('2026-10-27T00:05');
    await worker.schedules.enqueueSeal();
    const both = await until('the next seal', seals, ({ length }) => length > 1);
    expect(both.map(({ date }) => date)).toEqual(['2026-10-27', '2026-10-26']);
  });
});
