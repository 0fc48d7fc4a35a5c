import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { readWorkbook } from '../../libs/bulletins/src/testing/read-sheet.js';
import { redisIsInstalled, startRedis, type RedisServer } from '../support/redis-server.js';
import { Town, type TownClock, visit } from '../support/town.js';
import { queuesOf, startWorker, type TownWorker } from '../support/town-workers.js';
import { until } from '../support/until.js';

const backends = ['PostgreSQL', ...(redisIsInstalled() ? ['Redis'] : [])];

interface Paper {
  readonly name: string;
  readonly sha256: string;
  readonly storedAt: string;
  readonly current: boolean;
}

interface Month {
  readonly state: string;
  readonly prepared: { readonly by: string } | null;
  readonly reminder: { readonly to: string; readonly reasons: { readonly code: string }[] } | null;
}

const TWO_DAYS = ['2026-10-20', '2026-10-22'];

describe.each(backends)('by itself, on %s,', (backend) => {
  let redis: RedisServer | undefined;
  let town: Town;
  let clock: TownClock;
  let workers: TownWorker[];

  beforeAll(async () => {
    if (backend === 'Redis') redis = await startRedis();
  });
  afterAll(() => redis?.stop());

  beforeEach(async () => {
    town = await Town.start('2026-09-28T08:00', redis === undefined ? {} : { QUEUE_URL: redis.url });
    await town.addVillages(1);
    clock = await town.addClock('V01');
    await town.addCadre('C001', { managedFrom: '2026-09-28' });
    workers = [await startWorker(town), await startWorker(town)];
  }, 60_000);
  afterEach(async () => {
    await Promise.all(workers.map((worker) => worker.stop()));
    await queuesOf(town).township.obliterate({ force: true });
    await town.stop();
  });

  const papersOf = async (week: string): Promise<Paper[]> =>
    (await town.get<{ items: Paper[] }>(`weeks/${week}/papers`)).items;
  const storedSummaries = async (): Promise<string[]> =>
    (
      await town.database.query<{ period: string }[]>(
        `SELECT period FROM issued_document WHERE name = 'summary.xlsx' ORDER BY period`,
      )
    ).map(({ period }) => period);
  const month = (name = '2026-10'): Promise<Month> => town.get<Month>(`months/${name}`);

  /** The timers of both workers fire, and everything they asked for is done. */
  const fire = async (): Promise<void> => {
    await Promise.all(workers.map(({ schedules }) => schedules.enqueueWeeklySummaries()));
    await rest();
    await Promise.all(workers.map(({ schedules }) => schedules.enqueueMonths()));
    await rest();
  };
  const rest = (): Promise<unknown> =>
    until(
      'the queue to be idle',
      () => queuesOf(town).township.getJobCountByTypes('waiting', 'active', 'delayed', 'prioritized'),
      (jobs) => jobs === 0,
      30_000,
    );
  const downloaded = async (path: string): Promise<Buffer> => {
    const answer = await town.api
      .http()
      .get(`/api/${path}`)
      .set('Authorization', await town.tokenOf('office'))
      .responseType('blob')
      .expect(200);
    return answer.body as Buffer;
  };

  it('the summary is printed once on its day as soon as the clocks are read, by two workers that fire twice', async () => {
    await town.pollAll();
    town.punch(...TWO_DAYS.flatMap((date) => visit('C001', date, 'V01')));
    town.setTime('2026-10-25T23:30');
    await town.pollAll();
    await fire();
    expect(await papersOf('2026-W43')).toEqual([]);

    town.setTime('2026-10-26T00:20');
    await fire();
    expect(await papersOf('2026-W43')).toEqual([]);

    await town.pollAll();
    await fire();
    await fire();
    const [sheet, figures, ...more] = await papersOf('2026-W43');
    expect(more).toEqual([]);
    expect(sheet).toMatchObject({
      name: 'summary.xlsx',
      current: true,
      storedAt: expect.stringMatching(/^2026-10-25T16:2/),
    });
    expect(figures).toMatchObject({ name: 'summary.json', current: true });
  });

  it('it waits for no clock after 09:30: what is undetermined is printed as it is, and the paper stays', async () => {
    await town.pollAll();
    town.punch(...TWO_DAYS.flatMap((date) => visit('C001', date, 'V01')));
    town.setTime('2026-10-26T09:10');
    await fire();
    expect(await papersOf('2026-W43')).toEqual([]);
    town.setTime('2026-10-26T09:30');
    await fire();
    const [issued] = await papersOf('2026-W43');
    const paper = await downloaded('weeks/2026-W43/papers/summary.xlsx');
    expect(issued).toMatchObject({ current: true });
    expect(createHash('sha256').update(paper).digest('hex')).toBe(issued?.sha256);
    expect((await downloaded('weeks/2026-W43/papers/summary.json')).toString()).toContain('"undetermined"');

    // The punches arrive on Tuesday: the week is another now, the paper is not.
    town.setTime('2026-10-27T08:00');
    await town.poll(clock);
    await fire();
    const [late] = await papersOf('2026-W43');
    expect(late).toEqual({ ...issued, current: false });
    expect(await downloaded('weeks/2026-W43/papers/summary.xlsx')).toEqual(paper);
    expect(await downloaded('weeks/2026-W43/summary.xlsx')).not.toEqual(paper);
  });

  it('weeks that an outage missed are caught up, each once; a holiday Monday puts the summary off', async () => {
    await town.pollAll();
    // October 5 is in the national holiday: W40 is summed up on Thursday the 8th.
    town.setTime('2026-10-07T10:00');
    await fire();
    expect(await storedSummaries()).toEqual([]);

    town.setTime('2026-10-21T10:00');
    await town.pollAll();
    await fire();
    await queuesOf(town).township.obliterate({ force: true });
    await fire();
    expect(await storedSummaries()).toEqual(['2026-W40', '2026-W41', '2026-W42']);
  });

  it('each township of a county has a summary of its own, from when its own clocks are read', async () => {
    await town.ask('admin', 'post', 'townships', { code: 'T02', name: '邻镇' });
    const village = { code: 'V90', name: '邻村', kind: 'village', townshipCode: 'T02' };
    await town.ask('admin', 'post', 'villages', village);
    await town.addCadre('N001', { townshipCode: 'T02', managedFrom: '2026-09-28' });
    await town.pollAll();
    town.setTime('2026-10-12T09:30');
    await fire();
    expect(await storedSummaries()).toEqual(['2026-W40', '2026-W41']);

    await town.poll(await town.addClock('V90'));
    town.setTime('2026-10-19T09:30');
    await town.pollAll();
    await fire();
    await fire();
    const stored = await town.database.query(
      `SELECT township_code || ' ' || period AS paper FROM issued_document
       WHERE name = 'summary.xlsx' AND period = '2026-W42' ORDER BY township_code`,
    );
    expect(stored).toEqual([{ paper: 'T01 2026-W42' }, { paper: 'T02 2026-W42' }]);
    const sheet = async (code: string): Promise<string> => {
      const paper = await downloaded(`weeks/2026-W42/papers/summary.xlsx?townshipCode=${code}`);
      return String((await readWorkbook(paper)).sheets[0]?.cell('A1'));
    };
    expect(await sheet('T01')).toMatch(/^示范镇/);
    expect(await sheet('T02')).toMatch(/^邻镇/);
    const { items } = await town.get<{ items: Paper[] }>('weeks/2026-W42/papers?townshipCode=T02');
    expect(items.map(({ current }) => current)).toEqual([true, true]);
  });

  it('no week from before the first clock was read is summed up', async () => {
    town.setTime('2026-10-19T10:00');
    await fire();
    expect(await storedSummaries()).toEqual([]);
    await town.pollAll();
    town.setTime('2026-10-26T10:00');
    await fire();
    expect(await storedSummaries()).toEqual(['2026-W43']);
  });

  it('a month is checked and noticed on its days, once, and left to people from there', async () => {
    await town.pollAll();
    town.setTime('2026-11-02T09:00');
    await town.pollAll();
    await fire();
    expect((await month()).state).toBe('open');
    town.setTime('2026-11-02T09:40');
    await fire();
    expect(await month()).toMatchObject({ state: 'checking', prepared: { by: 'system' }, reminder: null });
    town.setTime('2026-11-04T17:00');
    await fire();
    expect((await month()).state).toBe('checking');
    town.setTime('2026-11-05T09:40');
    await fire();
    await fire();
    expect((await month()).state).toBe('notice');
    town.setTime('2026-11-20T12:00');
    await town.pollAll();
    await fire();
    expect((await month()).state).toBe('notice');
    expect(
      await town.database.query(
        `SELECT to_state, by_user FROM month_transition WHERE month = '2026-10' ORDER BY sequence`,
      ),
    ).toEqual([
      { to_state: 'checking', by_user: 'system' },
      { to_state: 'notice', by_user: 'system' },
    ]);
  });

  it('what keeps a month from its check stands beside it, once, until nothing does', async () => {
    await town.pollAll();
    town.setTime('2026-11-02T09:40');
    await fire();
    await fire();
    const { state, reminder } = await month();
    expect(state).toBe('open');
    expect(reminder?.to).toBe('checking');
    expect(new Set(reminder?.reasons.map(({ code }) => code))).toEqual(new Set(['WEEK_UNDETERMINED']));
    expect(await town.database.query('SELECT to_state FROM month_reminder')).toHaveLength(1);

    town.setTime('2026-11-03T09:40');
    await town.pollAll();
    await fire();
    expect(await month()).toMatchObject({ state: 'checking', reminder: null });
  });

  it('a month that people gave back begins anew when people say so', async () => {
    await town.pollAll();
    town.setTime('2026-11-02T09:40');
    await town.pollAll();
    await fire();
    await town.ask('office', 'post', 'months/2026-10/transitions', { to: 'open', reason: '补报工作清单' });
    town.setTime('2026-11-03T09:40');
    await fire();
    expect(await month()).toMatchObject({ state: 'open', reminder: null });
  });
});
