import { plausiblePunches } from '@cunqin/clock-protocol';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { instantOf, Town, type TownClock } from '../support/town.js';
import { queuesOf } from '../support/town-workers.js';
import { until } from '../support/until.js';
import { Barrier } from './barrier.js';
import { SharedTime, TownProcess } from './town-process.js';

const NOW = '2026-10-26T08:01';
const PUNCHES = 400;
/** One more than the queue forgives by itself. */
const DEATHS = 2;
const PATIENCE_MS = 30_000;
const MOST_MS = 120_000;

interface Read {
  readonly id: string;
  readonly outcome: string;
  readonly appended: number;
}

let town: Town;
let worker: TownProcess;
let barrier: Barrier | null = null;
let clock: TownClock;
let village = 0;

beforeAll(async () => {
  town = await Town.start(NOW);
  await town.addVillages(6);
  const env = {
    DATABASE_URL: town.api.databaseUrl,
    SECRET_KEY: 'a master key that only tests use, long enough',
    CLOCK_NETWORKS: '127.0.0.0/8',
  };
  worker = new TownProcess('worker', env, new SharedTime(instantOf(NOW)));
});
afterAll(async () => {
  await worker.kill();
  const { clocks, township } = queuesOf(town);
  await Promise.all([clocks.obliterate({ force: true }), township.obliterate({ force: true })]);
  await town.stop();
});

beforeEach(async () => {
  village += 1;
  const { punches } = plausiblePunches({ punches: PUNCHES, users: 20, seed: village });
  clock = await town.addClock(`V0${village}`, { punches, placedFrom: '2020-01-01' });
});
afterEach(async () => {
  await barrier?.lift();
  barrier = null;
  await worker.kill();
});

const promise = async (): Promise<string> =>
  (await town.ask<{ readId: string }>('admin', 'post', `clocks/${clock.id}/poll?full=true`)).readId;

/** The half minute after which a queue takes a job from a worker that is gone, and the lease of its clock. */
async function timePasses(): Promise<void> {
  await town.database.query(`DELETE FROM clock_lease`);
  await town.database.query(
    `UPDATE bullmq.job SET locked_until_ms = 0, stalled_marked = true WHERE state = 'active'`,
  );
}

async function reads(): Promise<Read[]> {
  return (await town.get<{ items: Read[] }>(`clocks/${clock.id}/reads`)).items;
}

/** For how long a promised read is tried while somebody has its clock, and how long the dead keep it. */
async function triesOutlive(readId: string): Promise<{ seconds: number; leaseSeconds: number }> {
  const jobs = await queuesOf(town).clocks.getJobs();
  const { attempts = 1, backoff } = jobs.find(({ id }) => id === `poll-${clock.id}-${readId}`)?.opts ?? {};
  const delayMs = typeof backoff === 'object' ? (backoff.delay ?? 0) : 0;
  const [lease] = await town.database.query<{ seconds: number }[]>(
    `SELECT extract(epoch FROM until - now())::integer AS seconds FROM clock_lease WHERE clock_id = $1`,
    [clock.id],
  );
  return { seconds: (attempts * delayMs) / 1_000, leaseSeconds: lease?.seconds ?? Number.NaN };
}

async function kept(): Promise<{ punches: number; last: number; covered: number }> {
  const [row] = await town.database.query<[{ punches: number; last: number; covered: number }]>(
    `SELECT count(*)::integer AS punches, coalesce(max(sequence), 0)::integer AS last,
            (SELECT count(*)::integer FROM coverage WHERE clock_id = $1) AS covered
     FROM punch WHERE clock_id = $1`,
    [clock.id],
  );
  return row;
}

/** Somebody else takes over; then the read stands under the name that was promised, once, and with everything. */
async function expectPromiseKept(readId: string): Promise<void> {
  await timePasses();
  await worker.up();
  const done = await until(
    'the promised read, and no job left',
    async () => ({
      found: await reads(),
      jobs: await queuesOf(town).clocks.getJobCountByTypes('waiting', 'active', 'delayed'),
    }),
    ({ found, jobs }) => jobs === 0 && found.some(({ id }) => id === readId),
    PATIENCE_MS,
  );
  expect(done.found.filter(({ id }) => id === readId)).toMatchObject([{ outcome: 'complete' }]);
  expect(done.found.filter(({ appended }) => appended > 0)).toMatchObject([{ appended: PUNCHES }]);
  expect(await kept()).toMatchObject({ punches: PUNCHES, last: PUNCHES });
  expect(await town.get('ledger/verification', 'auditor')).toMatchObject({ ok: true });
}

describe('a worker killed', () => {
  it(
    'between the read and the append leaves nothing, and the next one reads again',
    async () => {
      barrier = await Barrier.atTable(town.database, 'punch', 'ACCESS EXCLUSIVE');
      const readId = await promise();
      await worker.up();
      await barrier.reached();
      const tried = await triesOutlive(readId);
      expect(tried.seconds).toBeGreaterThan(tried.leaseSeconds);
      await worker.kill();
      await barrier.lift();
      expect(await kept()).toEqual({ punches: 0, last: 0, covered: 0 });
      await expectPromiseKept(readId);
    },
    MOST_MS,
  );

  it(
    `after the append and before the commit, ${DEATHS} times in a row, leaves nothing; the promise is kept all the same`,
    async () => {
      const readId = await promise();
      for (let death = 1; death <= DEATHS; death += 1) {
        barrier = await Barrier.atTable(town.database, 'coverage', 'EXCLUSIVE');
        await timePasses();
        await worker.up();
        const pid = await barrier.reached();
        expect(await kept()).toEqual({ punches: 0, last: 0, covered: 0 });
        await worker.kill();
        await barrier.lift();
        await until(
          'the transaction of the dead to be undone',
          () => town.database.query<object[]>(`SELECT FROM pg_stat_activity WHERE pid = $1`, [pid]),
          ({ length }) => length === 0,
        );
      }
      expect(await kept()).toEqual({ punches: 0, last: 0, covered: 0 });
      await expectPromiseKept(readId);
    },
    MOST_MS,
  );

  it(
    'in the middle of COMMIT leaves all of it or nothing, and the chain goes on from there',
    async () => {
      barrier = await Barrier.atCommit(town.database);
      const readId = await promise();
      await worker.up();
      await barrier.reached();
      expect(await kept()).toEqual({ punches: 0, last: 0, covered: 0 });
      await worker.kill();
      await barrier.lift();
      await expectPromiseKept(readId);
    },
    MOST_MS,
  );

  it(
    'after the commit and before its job was done has kept its promise: the read is not done again',
    async () => {
      barrier = await Barrier.atTable(town.database, 'clock_backoff', 'EXCLUSIVE');
      const readId = await promise();
      await worker.up();
      await barrier.reached();
      expect(await kept()).toMatchObject({ punches: PUNCHES, covered: 1 });
      await worker.kill();
      await barrier.lift();
      await expectPromiseKept(readId);
      expect(await reads()).toHaveLength(1);
    },
    MOST_MS,
  );
});
