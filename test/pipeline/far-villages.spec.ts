import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Town, visit } from '../support/town.js';
import type { Assessment } from './scenarios.fixture.js';

const WEEK = '2026-W43';

interface Punch {
  readonly id: string;
  readonly clockTime: string;
  readonly villageCode: string;
  readonly suspicions: string[];
  readonly doubts: string[];
  readonly doubtedBecause: string[];
  readonly accepted: boolean | null;
}

/** The clocks of V01 and V02 are read one after the other, in this order. */
async function startTown(order: readonly string[]): Promise<Town> {
  const town = await Town.start('2026-10-19T08:00');
  await town.addVillages(3);
  for (const village of ['V01', 'V02', 'V03']) await town.addClock(village);
  for (const code of ['C001', 'C002', 'C003']) await town.addCadre(code);
  town.punch(
    // In two villages within two minutes.
    { number: 'C001', at: '2026-10-20T08:41:00 V01' },
    { number: 'C001', at: '2026-10-20T08:43:00 V02' },
    { number: 'C001', at: '2026-10-20T15:10:00 V01' },
    ...visit('C001', '2026-10-22', 'V01'),
    // On both sides of Sunday's midnight.
    { number: 'C002', at: '2026-10-25T23:59:00 V01' },
    { number: 'C002', at: '2026-10-26T00:01:00 V02' },
    // Five minutes are enough for anybody.
    { number: 'C003', at: '2026-10-20T08:41:00 V01' },
    { number: 'C003', at: '2026-10-20T08:46:00 V02' },
    { number: 'C003', at: '2026-10-20T15:10:00 V02' },
    ...visit('C003', '2026-10-22', 'V03'),
    ...['11', '12', '13', '14', '15'].map((number, second) => ({
      number,
      at: `2026-10-21T09:00:0${second} V03`,
    })),
  );
  for (const week of ['2026-10-26', '2026-11-02']) {
    town.setTime(`${week}T08:00`);
    for (const village of [...order, 'V03']) {
      const clock = town.clocks.find(({ villageCode }) => villageCode === village);
      if (clock) await town.poll(clock);
      await town.get(`assessments?week=${WEEK}`);
    }
  }
  return town;
}

let town: Town;
beforeAll(async () => {
  town = await startTown(['V01', 'V02']);
});
afterAll(() => town.stop());

async function assessment(cadreCode: string, of = town): Promise<Assessment | undefined> {
  const path = `assessments?week=${WEEK}&cadreCode=${cadreCode}`;
  return (await of.get<{ items: Assessment[] }>(path)).items[0];
}

async function doubted(cadreCode: string): Promise<Punch[]> {
  return (await town.get<{ items: Punch[] }>(`punches?cadreCode=${cadreCode}&suspect=true`)).items;
}

const review = (id: string | undefined, accept: boolean): Promise<unknown> =>
  town.ask('leader', 'post', `punches/${id}/review`, { accept, reason: '查了视频' });

async function derivedRows(of: Town): Promise<unknown> {
  const rows: unknown[] = [];
  for (const [table, order] of [
    ['punch_doubt', 'clock_id, sequence'],
    ['visit_day', 'cadre_code, date'],
    ['week_assessment', 'week, cadre_code'],
  ]) {
    rows.push(
      await of.database.query(
        `SELECT to_jsonb(${table}) AS row FROM ${table} WHERE week = $1 ORDER BY ${order}`,
        [WEEK],
      ),
    );
  }
  return rows;
}

describe('one person in two villages within minutes', () => {
  it('is in doubt at both, and is not charged while nobody has decided', async () => {
    expect(await assessment('C001')).toMatchObject({
      verdict: 'undetermined',
      visitDays: 1,
      reasons: [{ code: 'REVIEW_MISSING', punches: 2 }],
      deductionFen: 0,
    });
    const [first, second, ...rest] = await doubted('C001');
    expect(rest).toEqual([]);
    expect(first).toMatchObject({ villageCode: 'V01', suspicions: [], doubts: ['FAR_VILLAGES'] });
    expect(second).toMatchObject({ villageCode: 'V02', suspicions: [], doubts: ['FAR_VILLAGES'] });
    expect([first?.doubtedBecause, second?.doubtedBecause]).toEqual([[second?.id], [first?.id]]);
  });

  it('after more minutes than the setting says is believed', async () => {
    expect(await doubted('C003')).toEqual([]);
    expect(await assessment('C003')).toMatchObject({ verdict: 'met', visitDays: 2 });
  });

  it('is found across the midnight between two weeks', async () => {
    expect((await doubted('C002')).map(({ clockTime }) => clockTime)).toEqual(['2026-10-25T23:59:00']);
    await town.get('assessments?week=2026-W44');
    expect((await doubted('C002')).map(({ clockTime }) => clockTime)).toEqual([
      '2026-10-25T23:59:00',
      '2026-10-26T00:01:00',
    ]);
  });

  it('is found alike whichever clock was read first, and again when all that was derived is thrown away', async () => {
    const other = await startTown(['V02', 'V01']);
    try {
      await assessment('C001', other);
      const before = await derivedRows(town);
      expect(before).toMatchObject([
        expect.arrayContaining([expect.anything()]),
        expect.anything(),
        expect.anything(),
      ]);
      expect(await derivedRows(other)).toEqual(before);
      for (const table of ['punch_doubt', 'visit_day', 'week_assessment']) {
        await other.database.query(`DELETE FROM ${table}`);
      }
      await assessment('C001', other);
      expect(await derivedRows(other)).toEqual(before);
    } finally {
      await other.stop();
    }
  });

  it('is believed at one when a reviewer has refused the other', async () => {
    const [, second] = await doubted('C001');
    await review(second?.id, false);
    expect(await assessment('C001')).toMatchObject({ verdict: 'met', visitDays: 2, reasons: [] });
  });

  it('is shown with its evidence, doubts beside suspicions', async () => {
    const { evidence } = await town.get<{
      evidence: { days: { date: string; punches: { half: string; suspicions: string[] }[] }[] };
    }>(`assessments/${WEEK}/C002`);
    expect(evidence.days.at(-1)).toMatchObject({
      date: '2026-10-25',
      punches: [{ half: 'suspect', suspicions: ['FAR_VILLAGES'] }],
    });
  });
});

describe('how many minutes are too few', () => {
  const publish = (farVillagesMinutes: number, effectiveFrom: string): Promise<{ version: number }> =>
    town.ask('admin', 'post', 'quarantine-settings', {
      effectiveFrom,
      farVillagesMinutes,
      crowdNumbers: 5,
      crowdSeconds: 10,
      reason: '两村相邻，步行即到',
    });

  it('is published from a date on, and judges weeks again from there', async () => {
    expect(await publish(5, '2026-10-20')).toMatchObject({ version: 1 });
    expect(await assessment('C003')).toMatchObject({ verdict: 'undetermined', visitDays: 1 });
    expect(await publish(1, '2026-10-20')).toMatchObject({ version: 2 });
    expect(await assessment('C003')).toMatchObject({ verdict: 'met', visitDays: 2 });
    expect(await doubted('C001')).toEqual([]);
  });

  it('decides no day before its date', async () => {
    expect(await publish(60, '2026-10-21')).toMatchObject({ version: 3 });
    expect(await assessment('C003')).toMatchObject({ verdict: 'met', visitDays: 2 });
  });

  it('is never changed afterwards', async () => {
    const { items } = await town.get<{ items: { version: number }[] }>('quarantine-settings', 'auditor');
    expect(items.map(({ version }) => version)).toEqual([0, 1, 2, 3]);
    await expect(town.database.query('UPDATE quarantine_setting SET reason = reason')).rejects.toThrow(
      'append only',
    );
  });
});

describe('many people within seconds', () => {
  const hints = (query: string): Promise<{ items: object[]; total: number }> =>
    town.get(`punches/hints${query}`);

  it('are a hint with the punches it rests on', async () => {
    const { items, total } = await hints('?from=2026-10-19&until=2026-10-25');
    expect(total).toBe(1);
    expect(items).toMatchObject([
      {
        code: 'CROWD',
        villageCode: 'V03',
        from: '2026-10-21T09:00:00',
        until: '2026-10-21T09:00:04',
        numbers: 5,
      },
    ]);
  });

  it('change the standing of no punch', async () => {
    const { items } = await town.get<{ items: Punch[] }>(
      'punches?suspect=true&from=2026-10-21&until=2026-10-21',
    );
    expect(items).toEqual([]);
  });

  it('are looked for in the last week when no dates are given, and in at most 62 days', async () => {
    expect(await hints('')).toMatchObject({ total: 0 });
    expect(await town.call('office', 'get', 'punches/hints?from=2026-09-01&until=2026-11-01')).toMatchObject({
      status: 200,
    });
    for (const [query, code] of [
      ['from=2026-08-31&until=2026-11-01', 'LEDGER.PERIOD_TOO_LONG'],
      ['from=2026-10-21&until=2026-10-20', 'LEDGER.PERIOD_REVERSED'],
    ]) {
      expect(await town.call('office', 'get', `punches/hints?${query}`)).toMatchObject({
        status: 400,
        body: { code },
      });
    }
  });
});
