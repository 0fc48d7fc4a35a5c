import type { AddressInfo } from 'node:net';
import { EmulatedPushClock } from '@cunqin/clock-protocol';
import { RefreshAssessmentsService } from '@cunqin/assessment';
import { ProvePushClocksService } from '@cunqin/clocks';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PushDevice, registerPushClock } from '../../apps/api/src/iclock/testing/push-device.js';
import { startWorker, type TownWorker } from '../support/town-workers.js';
import { Town } from '../support/town.js';
import { until } from '../support/until.js';

describe('a town whose clock pushes', () => {
  let town: Town;
  let worker: TownWorker;
  let device: PushDevice;
  beforeAll(async () => {
    town = await Town.start('2026-10-20T16:00', { CLOCK_NETWORKS: '127.0.0.0/8' });
    await town.addVillages(1);
    await town.addCadre('C001', { number: '1' });
    await registerPushClock(town, 'PUSH1', { placedFrom: '2026-10-19' });
    device = new PushDevice(town, 'PUSH1');
    worker = await startWorker(town);
  });
  afterAll(async () => {
    await worker.stop();
    await town.stop();
  });

  const verdict = async (): Promise<string | undefined> => {
    const { items } = await town.get<{ items: { verdict: string }[] }>('assessments?week=2026-W43');
    return items[0]?.verdict;
  };

  it('judges the week when the clock’s own count, asked by the timer, has proven its end; neither punches nor heartbeats do', async () => {
    await town.ask('office', 'post', 'checklists', {
      cadreCode: 'C001',
      week: '2026-W43',
      items: [{ title: '走访' }],
    });
    town.setTime('2026-10-26T00:05');
    await device.get('cdata', 'options=all');
    expect((await device.attlog(['1\t2026-10-20 08:41:00\t0\t1\t0'])).text).toBe('OK: 1');
    await device.get('getrequest');
    expect(await verdict()).toBe('undetermined');

    await worker.schedules.enqueuePushProofs();
    await worker.schedules.enqueuePushProofs();
    const [question, ...others] = await until(
      'the timer’s question',
      () => device.commands(),
      (given) => given.length > 0,
    );
    expect(others).toEqual([]);
    expect(question?.text).toMatch(/^VERIFY SUM ATTLOG .*EndTime=2026-10-26 00:0[345]:/);
    await device.result(question?.id ?? '', 'Return=0&CMD=VERIFY SUM&AttlogSum=1');
    expect(await verdict()).toBe('missed');
  });
});

describe('an emulated clock that pushes', () => {
  let town: Town;
  let id: number;
  let clock: EmulatedPushClock;
  beforeAll(async () => {
    town = await Town.start('2026-10-20T16:00', { CLOCK_NETWORKS: '127.0.0.0/8' });
    await town.addVillages(1);
    id = await registerPushClock(town, 'EMULATED1', { placedFrom: '2026-10-19' });
    const { port } = town.api.app.getHttpServer().address() as AddressInfo;
    const punch = { number: '1', verifyMode: 1, punchState: 0, workCode: 0 };
    const punches = Array.from({ length: 250 }, (_, at) => ({
      ...punch,
      clockTime: `2026-10-20T08:${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`,
    }));
    clock = new EmulatedPushClock({
      serverUrl: `http://127.0.0.1:${port}`,
      serialNumber: 'EMULATED1',
      punches,
    });
  });
  afterAll(() => town.stop());

  const held = async (): Promise<number> =>
    (await town.get<{ total: number }>(`punches?clockId=${id}`)).total;
  const health = async (): Promise<object | undefined> =>
    (await town.get<{ items: { clockId: number }[] }>('clocks/health')).items.find(
      ({ clockId }) => clockId === id,
    );

  it('that believes its first 200 punches delivered is caught by its own count, sends them again and is proven', async () => {
    await town.database.query(`INSERT INTO push_clock (clock_id, attlog_stamp) VALUES ($1, '200')`, [id]);
    expect(await clock.visit()).toBe('delivered');
    expect(await held()).toBe(50);
    expect(clock.clockTime).toMatch(/^2026-10-20T16:0/);

    await town.api.app.get(ProvePushClocksService, { strict: false }).startDue();
    expect(await clock.visit()).toBe('delivered');
    expect(await held()).toBe(50);
    expect(await health()).toMatchObject({ coveredUntil: null });
    expect(await clock.visit()).toBe('delivered');
    expect(await held()).toBe(250);
    expect(await clock.visit()).toBe('delivered');
    expect(await health()).toMatchObject({
      proof: 'proven',
      coveredUntil: expect.stringMatching(/^2026-10-20T15:5/),
      state: 'online',
    });
  });
});

describe('a clock that repeats itself', () => {
  const MORNING = '1\t2026-10-20 08:41:00\t0\t1\t0';
  const NOON = '2\t2026-10-20 11:30:00\t0\t1\t0';
  const AFTERNOON = '1\t2026-10-20 15:10:00\t0\t1\t0';
  let town: Town;
  let id: number;
  let device: PushDevice;
  beforeAll(async () => {
    town = await Town.start('2026-10-20T16:00', { CLOCK_NETWORKS: '127.0.0.0/8' });
    await town.addVillages(1);
    await town.addCadre('C001', { number: '1' });
    id = await registerPushClock(town, 'TWICE1', { placedFrom: '2026-10-19' });
    device = new PushDevice(town, 'TWICE1');
  });
  afterAll(() => town.stop());

  interface Kept {
    readonly punches: string[];
    readonly reads: { decoded: number; appended: number; duplicates: number; outcome: string }[];
    readonly journal: number;
    readonly quarantined: number;
  }

  /** Punches and reads in the order in which they came, and the entries that speak of the reads. */
  async function kept(): Promise<Kept> {
    const [row] = await town.database.query<[Kept]>(
      `SELECT (SELECT json_agg(number || ' ' || clock_time ORDER BY sequence) FROM punch WHERE clock_id = $1) AS punches,
              (SELECT json_agg(json_build_object('decoded', decoded, 'appended', appended, 'duplicates', duplicates,
                                                 'outcome', outcome) ORDER BY head_sequence)
               FROM clock_read WHERE clock_id = $1) AS reads,
              (SELECT count(*)::integer FROM journal WHERE chain = $1 AND kind = 'clock_read') AS journal,
              (SELECT count(*)::integer FROM quarantined_line WHERE clock_id = $1) AS quarantined`,
      [id],
    );
    return row;
  }

  const ONCE = {
    punches: ['1 2026-10-20T08:41:00', '2 2026-10-20T11:30:00'],
    reads: [{ decoded: 3, appended: 2, duplicates: 1, outcome: 'partial' }],
    journal: 1,
    quarantined: 0,
  };

  it('within a batch has every line acknowledged, and each punch kept once', async () => {
    expect(await device.attlog([MORNING, MORNING, NOON])).toMatchObject({ status: 200, text: 'OK: 3' });
    expect(await kept()).toEqual(ONCE);
  });

  it('by the same batch has it acknowledged again, and nothing at all is written', async () => {
    expect(await device.attlog([MORNING, MORNING, NOON])).toMatchObject({ status: 200, text: 'OK: 3' });
    expect(await kept()).toEqual(ONCE);
  });

  it('by a batch that grew has only what is new kept', async () => {
    expect((await device.attlog([MORNING, MORNING, NOON, AFTERNOON, AFTERNOON])).text).toBe('OK: 5');
    expect(await kept()).toEqual({
      ...ONCE,
      punches: [...ONCE.punches, '1 2026-10-20T15:10:00'],
      reads: [...ONCE.reads, { decoded: 5, appended: 1, duplicates: 4, outcome: 'partial' }],
      journal: 2,
    });
    expect(await town.get('ledger/verification', 'auditor')).toMatchObject({ ok: true, punches: 3 });
  });

  it('gives its cadre one visit day of two punches', async () => {
    await town.api.app.get(RefreshAssessmentsService, { strict: false }).refreshDirty();
    const { items } = await town.get<{ items: { credited: boolean; morning: []; afternoon: [] }[] }>(
      'visit-days?week=2026-W43',
    );
    expect(items).toMatchObject([{ credited: true, morning: [`${id}-1`], afternoon: [`${id}-3`] }]);
  });
});
