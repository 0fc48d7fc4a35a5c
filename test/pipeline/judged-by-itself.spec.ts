import { RefreshAssessmentsService } from '@cunqin/assessment';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Town, visit } from '../support/town.js';
import { queuesOf, startWorker, type TownWorker } from '../support/town-workers.js';
import { until } from '../support/until.js';

interface Row {
  readonly verdict: string;
  readonly visit_days: number;
}

describe('an undetermined week is judged by itself, and nobody asks for it', () => {
  let town: Town;
  let worker: TownWorker;

  beforeAll(async () => {
    // Read on Thursday evening: nothing of Friday to Sunday is proven, and punches of Friday lie in the future.
    town = await Town.start('2026-10-22T18:00');
    await town.addVillages(2);
    await town.addClock('V01');
    for (const code of ['MISSED', 'REVIEW', 'SLIP']) await town.addCadre(code);
    town.punch(
      ...['MISSED', 'REVIEW', 'SLIP'].flatMap((code) => visit(code, '2026-10-20', 'V01')),
      ...visit('REVIEW', '2026-10-23', 'V01'),
      { number: 'SLIP', at: '2026-10-22T08:41:00 V01' },
    );
    await town.pollAll();
    town.setTime('2026-10-26T08:00');
    // Brings the week to the books as it stands then; from here on the rows alone are looked at.
    await town.get('assessments?week=2026-W43');
    worker = await startWorker(town);
  });
  afterAll(async () => {
    await worker.stop();
    const { clocks, township } = queuesOf(town);
    await Promise.all([clocks.obliterate({ force: true }), township.obliterate({ force: true })]);
    await town.stop();
  });

  const rowOf = async (cadreCode: string, week = '2026-W43'): Promise<Row | undefined> => {
    const [row] = await town.database.query<Row[]>(
      `SELECT verdict, visit_days::float8 AS visit_days FROM week_assessment WHERE cadre_code = $1 AND week = $2`,
      [cadreCode, week],
    );
    return row;
  };
  const becomes = (cadreCode: string, verdict: string, week?: string): Promise<Row | undefined> =>
    until(
      `${cadreCode} to be ${verdict}`,
      () => rowOf(cadreCode, week),
      (row) => row?.verdict === verdict,
    );

  it('while nothing arrives, it waits', async () => {
    await worker.schedules.enqueueRefresh();
    await until(
      'the refresh to be over',
      () => queuesOf(town).township.getJobCountByTypes('waiting', 'active', 'delayed'),
      (jobs) => jobs === 0,
    );
    for (const code of ['MISSED', 'REVIEW', 'SLIP'])
      expect(await rowOf(code)).toMatchObject({ verdict: 'undetermined' });
  });

  it('when a timer’s poll brings the proof', async () => {
    await worker.schedules.enqueueDueClocks();
    expect(await becomes('MISSED', 'missed')).toEqual({ verdict: 'missed', visit_days: 1 });
    expect(await becomes('SLIP', 'missed')).toEqual({ verdict: 'missed', visit_days: 1 });
    expect(await rowOf('REVIEW')).toMatchObject({ verdict: 'undetermined' });
  });

  it('when a reviewer decides on its punches', async () => {
    const { items } = await town.get<{ items: { id: string }[] }>('punches?cadreCode=REVIEW&suspect=true');
    expect(items).toHaveLength(2);
    for (const { id } of items) {
      await town.ask('leader', 'post', `punches/${id}/review`, { accept: true, reason: '核对过签到簿' });
    }
    await worker.schedules.enqueueRefresh();
    expect(await becomes('REVIEW', 'met')).toEqual({ verdict: 'met', visit_days: 2 });
  });

  it('when an outage is registered and the correction that rests on it is approved', async () => {
    const approve = async (register: string, slip: object): Promise<void> => {
      const { id } = await town.ask<{ id: number }>('office', 'post', register, slip);
      await town.ask('leader', 'post', `${register}/${id}/approve`);
    };
    const [clock] = town.clocks;
    await approve('outages', {
      clockId: clock?.id,
      from: '2026-10-22T12:00:00',
      until: '2026-10-22T17:00:00',
      cause: '停电',
    });
    await approve('corrections', {
      cadreCode: 'SLIP',
      date: '2026-10-22',
      half: 'afternoon',
      villageCode: 'V01',
      reason: '停电，签到簿有签名',
      witness: '村支书李四',
    });
    await worker.schedules.enqueueRefresh();
    expect(await becomes('SLIP', 'met')).toEqual({ verdict: 'met', visit_days: 2 });
  });

  it('when the holiday notice of its year is imported', async () => {
    town.setTime('2027-01-04T09:00');
    await worker.schedules.enqueueDueClocks();
    const week = '2026-W53';
    await until(
      'the clock to be read',
      () => town.database.query<object[]>(`SELECT FROM coverage WHERE covered_until >= '2027-01-04'`),
      ({ length }) => length > 0,
    );
    await town.get(`assessments?week=${week}`);
    expect(await rowOf('MISSED', week)).toMatchObject({ verdict: 'undetermined' });
    await town.ask('office', 'post', 'calendar/notices', {
      year: 2027,
      docNo: '国办发明电〔2026〕测试号',
      holidays: [{ name: '元旦', from: '2027-01-01', to: '2027-01-03' }],
      makeupWorkdays: [],
    });
    await worker.schedules.enqueueRefresh();
    expect(await becomes('MISSED', 'missed', week)).toMatchObject({ verdict: 'missed', visit_days: 0 });
  });
});

describe('a single late punch', () => {
  const WEEKS = ['2026-W41', '2026-W42', '2026-W43'];
  let town: Town;
  afterAll(() => town.stop());

  /** Every derived row with the transaction that wrote it. */
  const rows = async (table: 'week_assessment' | 'visit_day'): Promise<Map<string, string>> => {
    const found = await town.database.query<{ row: string; writer: string }[]>(
      `SELECT concat_ws(' ', cadre_code, week${table === 'visit_day' ? ', date' : ''}) AS row, xmin::text AS writer FROM ${table}`,
    );
    return new Map(found.map(({ row, writer }) => [row, writer]));
  };
  const written = (before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] =>
    [...after].filter(([row, writer]) => before.get(row) !== writer).map(([row]) => row);

  it('has its own cadre-week judged again, and no other row is touched', async () => {
    town = await Town.start('2026-10-26T08:00');
    await town.addVillages(2);
    const onTime = await town.addClock('V01');
    const late = await town.addClock('V02');
    const codes = ['C001', 'C002', 'C003'];
    for (const code of codes) await town.addCadre(code);
    const dates = ['2026-10-09', '2026-10-13', '2026-10-15', '2026-10-20'];
    town.punch(...codes.flatMap((code) => dates.flatMap((date) => visit(code, date, 'V01'))));
    await town.poll(onTime);
    await town.poll(late);
    const refresh = town.api.app.get(RefreshAssessmentsService, { strict: false });
    await refresh.refreshDirty();
    const [days, assessments] = [await rows('visit_day'), await rows('week_assessment')];

    // The clock had kept it back: a delivery of the week before last.
    town.punch({ number: 'C002', at: '2026-10-16T15:30:00 V02' });
    expect(await town.poll(late)).toMatchObject({ appended: 1 });
    expect(await refresh.refreshDirty()).toBe(1);
    for (const week of WEEKS) await town.get(`assessments?week=${week}`);

    expect(written(assessments, await rows('week_assessment'))).toEqual(['C002 2026-W42']);
    expect(written(days, await rows('visit_day')).sort()).toEqual(
      ['2026-10-13', '2026-10-15', '2026-10-16'].map((date) => `C002 2026-W42 ${date}`),
    );
  });
});
