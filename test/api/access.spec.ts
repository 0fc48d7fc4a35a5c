import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WeeklyPapersService } from '@cunqin/bulletins';
import { IsoWeek } from '@cunqin/work-calendar';
import { type Route, routesOf } from '../support/routes.js';
import { Town, visit } from '../support/town.js';

const PUBLIC = [
  'GET /api/health/live',
  'GET /api/health/ready',
  'GET /api/verify/{code}',
  'POST /api/auth/login',
];
const WEEK = '2026-W43';

let town: Town;
let routes: Route[];
beforeAll(async () => {
  town = await Town.start('2026-10-26T08:00');
  await town.addVillages(1);
  const clock = await town.addClock('V01');
  for (const code of ['C001', 'C002']) {
    await town.addCadre(code);
    const slip = { cadreCode: code, kind: 'annual', from: '2026-10-19', until: '2026-10-19' };
    await town.ask('office', 'post', 'absences', slip);
    await town.ask('office', 'post', 'enterprise-visits', {
      cadreCode: code,
      date: '2026-10-19',
      enterprise: '电子厂',
    });
    await town.ask('office', 'post', 'corrections', {
      cadreCode: code,
      date: '2026-10-22',
      half: 'morning',
      villageCode: 'V01',
      reason: '漏打卡',
      witness: '李四',
    });
    await town.ask('office', 'post', 'checklists', {
      cadreCode: code,
      week: WEEK,
      items: [{ title: '走访' }],
    });
  }
  for (const cadreCode of ['C001', 'C002']) {
    await town.ask('office', 'post', 'objections', { cadreCode, week: WEEK, text: '当天在村里' });
  }
  town.punch(...visit('C001', '2026-10-20', 'V01'), ...visit('C002', '2026-10-21', 'V01'));
  await town.poll(clock);
  const township = { code: 'T01', name: '示范镇' };
  await town.api.app.get(WeeklyPapersService, { strict: false }).issue(IsoWeek.parse(WEEK), township);
  routes = await routesOf(town);
});
afterAll(() => town.stop());

/** Rows in every table, to see that a refused call wrote nothing. */
async function rowCounts(): Promise<string> {
  const tables = await town.database.query<{ name: string }[]>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
  );
  const counts = tables
    .map(({ name }) => `SELECT '${name}' AS name, count(*) FROM ${name}`)
    .join(' UNION ALL ');
  return JSON.stringify(await town.database.query(`${counts} ORDER BY 1`));
}

describe('without a token', () => {
  it('every described route but the public ones answers 401', async () => {
    expect(routes.length).toBeGreaterThan(30);
    const open: string[] = [];
    for (const { method, path, name } of routes) {
      const answer = await town.api.http()[method](`/api/${path}`);
      if (answer.status !== 401) open.push(name);
      else expect(answer.body).toMatchObject({ code: 'AUTH.REQUIRED', status: 401 });
    }
    // A sign-in without a body is refused for what is missing in it.
    expect(open.sort()).toEqual(PUBLIC);
  });

  it('a made-up token is no better than none', async () => {
    for (const token of [
      'Bearer x',
      'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.',
      'Basic YWRtaW46YWRtaW4=',
    ]) {
      const answer = await town.api.http().get('/api/cadres').set('Authorization', token);
      expect(answer).toMatchObject({ status: 401, body: { code: 'AUTH.INVALID' } });
    }
  });
});

describe('the auditor', () => {
  it('may read every route', async () => {
    for (const { method, path, name } of routes.filter((route) => route.method === 'get')) {
      const query = /assessments$|visit-days$|checklists$/.test(path) ? `?week=${WEEK}` : '';
      const { status } = await town.call('auditor', method, path + query);
      expect([name, status]).toEqual([name, 200]);
    }
  });

  it('may write none, whatever the body', async () => {
    await town.tokenOf('auditor');
    const before = await rowCounts();
    const own = ['POST /api/auth/login', 'POST /api/auth/password'];
    for (const { method, path, name } of routes) {
      if (method === 'get' || own.includes(name)) continue;
      const { status, body } = await town.call('auditor', method, path, {});
      expect([name, status, body.code]).toEqual([name, 403, 'AUTH.FORBIDDEN']);
    }
    expect(await rowCounts()).toBe(before);
  });
});

describe('a cadre', () => {
  it.each([
    ['cadres', 'code'],
    [`assessments?week=${WEEK}`, 'cadreCode'],
    [`assessments?week=${WEEK}&cadreCode=C002`, 'cadreCode'],
    [`visit-days?week=${WEEK}`, 'cadreCode'],
    ['punches', 'cadreCode'],
    ['punches?cadreCode=C002', 'cadreCode'],
    [`checklists?week=${WEEK}`, 'cadreCode'],
    [`checklists?week=${WEEK}&cadreCode=C002`, 'cadreCode'],
    ['absences', 'cadreCode'],
    ['absences?cadreCode=C002', 'cadreCode'],
    ['enterprise-visits', 'cadreCode'],
    ['enterprise-visits?cadreCode=C002', 'cadreCode'],
    ['corrections', 'cadreCode'],
    ['corrections?cadreCode=C002', 'cadreCode'],
    ['objections', 'cadreCode'],
    ['objections?cadreCode=C002', 'cadreCode'],
  ])('sees own rows only in GET %s', async (path, key) => {
    const { items, total } = await town.get<{ items: Record<string, unknown>[]; total: number }>(
      path,
      'cadre',
    );
    expect(new Set(items.map((item) => item[key]))).toEqual(new Set(['C001']));
    expect(total).toBe(items.length);
  });

  it('reads the own evidence and nobody else’s', async () => {
    await town.get(`assessments/${WEEK}/C001`, 'cadre');
    const other = await town.call('cadre', 'get', `assessments/${WEEK}/C002`);
    expect(other).toMatchObject({ status: 403, body: { code: 'ASSESSMENTS.NOT_YOURS' } });
  });

  it('reaches no list that is about everybody', async () => {
    for (const path of [
      'punches/unmatched',
      'enrolments',
      'clocks',
      'users',
      'audit',
      'weeks/2026-W43',
      'ledger/seals',
      'months/2026-10',
      'baselines',
      'settlement/reconciliation',
    ]) {
      const answer = await town.call('cadre', 'get', path);
      expect([path, answer.status, answer.body.code]).toEqual([path, 403, 'AUTH.FORBIDDEN']);
    }
  });

  it('files and reports for nobody else', async () => {
    const slip = { cadreCode: 'C002', kind: 'annual', from: '2026-10-21', until: '2026-10-21' };
    const filed = await town.call('cadre', 'post', 'absences', slip);
    expect(filed).toMatchObject({ status: 403, body: { code: 'ABSENCES.NOT_YOURS' } });
    const lists = await town.get<{ items: { id: number; cadreCode: string }[] }>(`checklists?week=${WEEK}`);
    const other = lists.items.find(({ cadreCode }) => cadreCode === 'C002');
    const reported = await town.call('cadre', 'put', `checklists/${other?.id}/items/1/result`, {
      text: '已完成',
    });
    expect(reported).toMatchObject({ status: 403, body: { code: 'CHECKLISTS.NOT_YOURS' } });
    const objection = { cadreCode: 'C002', week: WEEK, text: '他当天在村里' };
    const raised = await town.call('cadre', 'post', 'objections', objection);
    expect(raised).toMatchObject({ status: 403, body: { code: 'OBJECTIONS.NOT_YOURS' } });
  });
});
