import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type DerivedDifference,
  type DerivedVerification,
  RefreshAssessmentsService,
  VerifyDerivedService,
} from '@cunqin/assessment';
import { startCommand } from '../support/cli.js';
import { contentsOf } from '../support/database-contents.js';
import { Town, visit } from '../support/town.js';

const WEEKS = ['2026-W41', '2026-W42', '2026-W43'];

let town: Town;
let dataDir: string;
beforeAll(async () => {
  town = await Town.start('2026-10-05T08:00');
  await town.addVillages(2);
  const clocks = [await town.addClock('V01'), await town.addClock('V02')];
  await town.addCadre('C001', { category: 'resident', homeVillageCode: 'V01' });
  await town.addCadre('C002');
  await town.addCadre('C003', { managedFrom: '2026-10-14' });
  const punched = {
    '2026-10-12': ['2026-10-06', '2026-10-08', '2026-10-09'].flatMap((date) => visit('C001', date, 'V01')),
    '2026-10-19': [
      ...['2026-10-13', '2026-10-16'].flatMap((date) => visit('C002', date, 'V02')),
      ...visit('C003', '2026-10-15', 'V02'),
    ],
    '2026-10-26': [...visit('C002', '2026-10-20', 'V02'), { number: 'C002', at: '2026-10-21T08:41:00 V01' }],
  };
  for (const [monday, punches] of Object.entries(punched)) {
    town.setTime(`${monday}T08:00`);
    town.punch(...punches);
    await town.pollAll(clocks);
  }
  const slip = { cadreCode: 'C001', kind: 'annual', from: '2026-10-13', until: '2026-10-16' };
  const { id } = await town.ask<{ id: number }>('office', 'post', 'absences', slip);
  await town.ask('leader', 'post', `absences/${id}/approve`);
  for (const cadreCode of ['C001', 'C002']) {
    await town.ask('office', 'post', 'checklists', {
      cadreCode,
      week: '2026-W43',
      items: [{ title: '走访' }],
    });
  }
  await judgeAll();
  dataDir = await mkdtemp(join(tmpdir(), 'cunqin-derived-'));
}, 60_000);
afterAll(async () => {
  await rm(dataDir, { recursive: true, force: true });
  await town.stop();
});

async function judgeAll(): Promise<void> {
  await town.api.app.get(RefreshAssessmentsService, { strict: false }).refreshDirty();
}

async function verify(): Promise<DerivedVerification & { named: DerivedDifference[] }> {
  const named: DerivedDifference[] = [];
  const service = town.api.app.get(VerifyDerivedService, { strict: false });
  return { ...(await service.verify((difference) => named.push(difference))), named };
}

const owner = (statement: string): Promise<unknown> => town.database.query(statement);

/** Everything is judged anew from the facts, as after any change of them. */
async function refresh(): Promise<void> {
  await owner(`INSERT INTO dirty_week (cadre_code, week)
               SELECT code, week FROM cadre, unnest('{${WEEKS.join(',')}}'::text[]) AS week`);
  await judgeAll();
}

describe('derived rows', () => {
  afterEach(refresh);

  it('that nobody touched are what the facts make of them, and looking changes nothing', async () => {
    const before = await contentsOf(town.api.databaseUrl);
    expect(await verify()).toMatchObject({ ok: true, cadreWeeks: expect.any(Number), waiting: 0, named: [] });
    expect((await verify()).cadreWeeks).toBeGreaterThanOrEqual(8);
    expect(await contentsOf(town.api.databaseUrl)).toEqual(before);
  });

  it('that the owner changed are named by table, cadre, date or week, and field; after a refresh nothing is', async () => {
    await owner(`UPDATE visit_day SET morning = '{1-99}', village_codes = '{V02,V01}'
                 WHERE cadre_code = 'C002' AND date = '2026-10-13'`);
    await owner(`UPDATE week_assessment SET deduction_fen = 5000
                 WHERE cadre_code = 'C002' AND week = '2026-W43'`);
    const { ok, differences, named } = await verify();
    expect({ ok, differences }).toEqual({ ok: false, differences: 2 });
    expect(named).toEqual([
      {
        table: 'visit_day',
        cadreCode: 'C002',
        of: '2026-10-13',
        kind: 'changed',
        fields: [
          { name: 'morning', stored: ['1-99'], computed: [expect.stringMatching(/^2-\d+$/)] },
          { name: 'village_codes', stored: ['V02', 'V01'], computed: ['V02'] },
        ],
      },
      {
        table: 'week_assessment',
        cadreCode: 'C002',
        of: '2026-W43',
        kind: 'changed',
        fields: [{ name: 'deduction_fen', stored: 5000, computed: 10000 }],
      },
    ]);
    await refresh();
    expect(await verify()).toMatchObject({ ok: true, named: [] });
  });

  it('are told by REST to who asks for them', async () => {
    await owner(`DELETE FROM visit_day WHERE cadre_code = 'C003'`);
    expect(await town.get('ledger/verification?derived=true', 'auditor')).toMatchObject({
      ok: true,
      derived: {
        ok: false,
        differences: 1,
        rows: [{ table: 'visit_day', cadreCode: 'C003', of: '2026-10-15', kind: 'missing', fields: [] }],
      },
    });
    expect(await town.get('ledger/verification', 'auditor')).not.toHaveProperty('derived');
    expect(await town.call('auditor', 'get', 'ledger/verification?derived=perhaps')).toMatchObject({
      status: 400,
    });
  });

  it.each([
    [
      'a day was taken out',
      `DELETE FROM visit_day WHERE cadre_code = 'C003' AND date = '2026-10-15'`,
      [{ table: 'visit_day', cadreCode: 'C003', of: '2026-10-15', kind: 'missing' }],
    ],
    [
      'a day was put in',
      `INSERT INTO visit_day SELECT cadre_code, '2026-10-22', week, kind, credited, morning, afternoon, suspect,
                                    village_codes, weight, outside
       FROM visit_day WHERE cadre_code = 'C002' AND date = '2026-10-20'`,
      [{ table: 'visit_day', cadreCode: 'C002', of: '2026-10-22', kind: 'inserted' }],
    ],
    [
      'a verdict was taken out',
      `DELETE FROM week_assessment WHERE cadre_code = 'C002' AND week = '2026-W42'`,
      [{ table: 'week_assessment', cadreCode: 'C002', of: '2026-W42', kind: 'missing' }],
    ],
    [
      'a verdict was moved to a week that is none',
      `UPDATE week_assessment SET week = '2026-W60' WHERE cadre_code = 'C002' AND week = '2026-W42'`,
      [
        { table: 'week_assessment', cadreCode: 'C002', of: '2026-W42', kind: 'missing' },
        { table: 'week_assessment', cadreCode: 'C002', of: '2026-W60', kind: 'inserted' },
      ],
    ],
    [
      'somebody was judged for a time in which nobody managed him',
      `INSERT INTO week_assessment SELECT (jsonb_populate_record(one, '{"cadre_code": "C003"}')).*
       FROM week_assessment AS one WHERE cadre_code = 'C002' AND week = '2026-W41'`,
      [{ table: 'week_assessment', cadreCode: 'C003', of: '2026-W41', kind: 'inserted' }],
    ],
    [
      'every week of somebody is gone, days and all',
      `WITH gone AS (DELETE FROM visit_day WHERE cadre_code = 'C003')
       DELETE FROM week_assessment WHERE cadre_code = 'C003'`,
      [
        { table: 'visit_day', cadreCode: 'C003', of: '2026-10-15', kind: 'missing' },
        { table: 'week_assessment', cadreCode: 'C003', of: '2026-W42', kind: 'missing' },
      ],
    ],
  ])('are named when %s', async (_, statement, expected) => {
    await owner(statement);
    expect((await verify()).named).toMatchObject(expected);
    await owner(`DELETE FROM week_assessment WHERE week = '2026-W60'`);
  });

  it('that wait to be judged again are counted and not accused', async () => {
    await town.ask('office', 'post', 'checklists', {
      cadreCode: 'C003',
      week: '2026-W43',
      items: [{ title: '入户' }],
    });
    expect(await verify()).toMatchObject({ ok: true, waiting: 1, named: [] });
  });

  it('of a week whose list has an item less to wait for than when it was judged are not accused', async () => {
    const items = [{ title: '入户', dueAt: '2026-10-26T01:00:00Z' }, { title: '走访' }];
    await town.ask('office', 'post', 'checklists', { cadreCode: 'C001', week: '2026-W44', items });
    await judgeAll();
    const reasons = `SELECT reasons -> -1 AS open FROM week_assessment WHERE cadre_code = 'C001' AND week = '2026-W44'`;
    expect(await owner(reasons)).toEqual([{ open: { code: 'LIST_OPEN', items: 2 } }]);
    town.setTime('2026-10-26T10:00');
    expect(await verify()).toMatchObject({ ok: true, waiting: 0, named: [] });
    town.setTime('2026-11-02T08:00');
    expect(await verify()).toMatchObject({ ok: true, waiting: 1, named: [] });
  });
});

describe('cunqin verify --derived', () => {
  const cunqin = (...words: string[]) =>
    startCommand({ DATABASE_URL: town.api.databaseUrl, DATA_DIR: dataDir }, 'verify', ...words).ended;

  it('ends with status 0 when all is as computed, and with 1 naming each row that is not', async () => {
    expect(await cunqin('--derived')).toMatchObject({
      status: 0,
      out: expect.stringMatching(
        /账本完整\n由账本重算 \d+ 周 \d+ 人周(，1 人周待重新判定，未比对)?，全部相符\n$/,
      ),
    });
    await owner(`UPDATE week_assessment SET deduction_fen = 5000
                 WHERE cadre_code = 'C002' AND week = '2026-W43'`);
    const told = await cunqin('--derived');
    expect(told).toMatchObject({ status: 1, err: '' });
    expect(told.out).toContain(
      'DERIVED.DIFFERS: 周判定(week_assessment) C002 2026-W43：deduction_fen 为 5000，重算为 10000\n',
    );
    expect(told.out).toMatch(/，1 行不符\n$/);
    const { status, out } = await cunqin('--derived', '--json');
    expect(status).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      ok: true,
      derived: { ok: false, differences: 1, rows: [{ cadreCode: 'C002', of: '2026-W43' }] },
    });
  }, 60_000);
});

describe('derived rows of who left', () => {
  it('are none of a week after that day, whatever was approved for it', async () => {
    const days = `SELECT date::text FROM visit_day WHERE cadre_code = 'C002' AND week = '2026-W43' ORDER BY date`;
    const { id } = await town.ask<{ id: number }>('office', 'post', 'corrections', {
      cadreCode: 'C002',
      date: '2026-10-21',
      half: 'afternoon',
      villageCode: 'V01',
      reason: '漏打卡',
      witness: '村支书李四',
      filedAt: '2026-10-21T20:00:00',
    });
    await town.ask('leader', 'post', `corrections/${id}/approve`);
    await judgeAll();
    expect(await owner(days)).toEqual([{ date: '2026-10-20' }, { date: '2026-10-21' }]);
    await town.ask('office', 'post', 'cadres/C002/leave', { managedUntil: '2026-10-18' });
    await judgeAll();
    expect(await owner(days)).toEqual([]);
    expect(await verify()).toMatchObject({ ok: true, named: [] });
  });
});
