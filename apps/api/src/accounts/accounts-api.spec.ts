import { ROLES, type Role } from '@cunqin/accounts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type StartedApi } from '../http/testing/start-api.js';
import { getDataSourceToken } from '@nestjs/typeorm';
import { Temporal } from 'temporal-polyfill';
import type { DataSource } from 'typeorm';

let api: StartedApi;
const headers = new Map<Role, string>();
beforeAll(async () => {
  api = await startApi();
  for (const role of ROLES) headers.set(role, await api.as(role));
});
afterAll(() => api.stop());

const as = (role: Role): string => headers.get(role) ?? '';
const createUser = (role: Role, body: object) =>
  api.http().post('/api/users').set('Authorization', as(role)).send(body);
const addCadre = async (code: string): Promise<void> => {
  const database = api.app.get<DataSource>(getDataSourceToken());
  await database.query(`INSERT INTO township VALUES ('T01', '示范镇')`);
  await database.query(
    `INSERT INTO cadre (code, township_code, name, office, identity, post_subsidy_fen, managed_from)
     VALUES ($1, 'T01', '张三', '党政办', 'civil-servant', 80000, '2026-01-01')`,
    [code],
  );
};
const get = (role: Role, path: string) => api.http().get(path).set('Authorization', as(role));

describe('POST /users', () => {
  it('makes an account that can sign in, and answers no secret', async () => {
    await addCadre('C007');
    const body = { username: 'zhang', password: 'open sesame', role: 'cadre', cadreCode: 'C007' };
    const answer = await createUser('admin', body).expect(201);
    expect(answer.body).toEqual({
      username: 'zhang',
      role: 'cadre',
      cadreCode: 'C007',
      mustChangePassword: false,
      createdAt: expect.stringMatching(/^2026-10-20T00:4\d:\d\d/),
      disabledAt: null,
    });
    const login = { username: 'zhang', password: 'open sesame' };
    expect((await api.http().post('/api/auth/login').send(login).expect(200)).body.role).toBe('cadre');
  });

  it('refuses a cadre’s account for a cadre nobody knows, and makes none', async () => {
    const body = { username: 'nobody', password: 'open sesame', role: 'cadre', cadreCode: 'C404' };
    expect((await createUser('admin', body).expect(404)).body).toMatchObject({
      code: 'ROSTER.UNKNOWN_CADRE',
      fields: [{ field: 'cadreCode' }],
    });
    expect((await get('admin', '/api/users?pageSize=500').expect(200)).text).not.toContain('nobody');
  });

  it('refuses a username that is taken', async () => {
    const answer = await createUser('admin', {
      username: 'admin-1',
      password: 'open sesame',
      role: 'office',
    }).expect(409);
    expect(answer.body).toMatchObject({
      code: 'ACCOUNTS.USERNAME_TAKEN',
      fields: [{ field: 'username', message: '用户名已被使用' }],
    });
  });

  it('names every field at fault in Chinese', async () => {
    const answer = await createUser('admin', {
      username: 'A B',
      password: 'short',
      role: 'king',
      isAdmin: true,
    });
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('REQUEST.INVALID');
    expect(answer.body.fields).toEqual(
      expect.arrayContaining([
        { field: 'isAdmin', message: '没有这个字段' },
        { field: 'username', message: '用户名为 2 至 32 位小写字母、数字、点、横线或下划线' },
        { field: 'password', message: '密码至少 8 位' },
        { field: 'role', message: '角色应为 admin、office、payroll、leader、auditor、cadre 之一' },
      ]),
    );
    expect(answer.body.fields).toHaveLength(4);
  });
});

describe('the roles', () => {
  const answersOf = (path: string) =>
    Promise.all(ROLES.map(async (role) => [role, (await get(role, path)).status]));
  const matrix = (...allowed: Role[]) => ROLES.map((role) => [role, allowed.includes(role) ? 200 : 403]);

  it('that list accounts are admin and auditor', async () => {
    expect(await answersOf('/api/users')).toEqual(matrix('admin', 'auditor'));
  });

  it('that read the audit trail are admin, leader and auditor', async () => {
    expect(await answersOf('/api/audit')).toEqual(matrix('admin', 'leader', 'auditor'));
  });

  it('that make accounts are admin alone; the others are refused before their words are read', async () => {
    for (const role of ROLES.filter((other) => other !== 'admin')) {
      expect((await createUser(role, { nonsense: true }).expect(403)).body.code).toBe('AUTH.FORBIDDEN');
    }
  });
});

describe('GET /users', () => {
  it('answers pages without hashes', async () => {
    const answer = await get('auditor', '/api/users?page=2&pageSize=2').expect(200);
    expect(answer.body.items.map((user: { username: string }) => user.username)).toEqual([
      'cadre-1',
      'leader-1',
    ]);
    expect(answer.body.total).toBeGreaterThanOrEqual(ROLES.length);
    expect(answer.text).not.toMatch(/hash|scrypt/i);
  });

  it.each(['page=0', 'page=1.5', 'pageSize=501', 'pageSize=many', 'size=3', 'page[a]=1', 'page=1&page=2'])(
    'refuses ?%s',
    async (query) => {
      expect((await get('admin', `/api/users?${query}`).expect(400)).body.code).toBe('REQUEST.INVALID');
    },
  );
});

describe('GET /audit', () => {
  it('answers who did what, by whole days of the township', async () => {
    // October 21, 00:30 in Shanghai is still October 20 in UTC.
    api.time.set(Temporal.Instant.from('2026-10-20T16:30:00Z'));
    await createUser('admin', { username: 'nightly', password: 'open sesame', role: 'office' }).expect(201);
    const answer = await get('leader', '/api/audit?from=2026-10-21&until=2026-10-21&actor=admin-1').expect(
      200,
    );
    expect(answer.body.items).toContainEqual({
      id: expect.any(Number),
      at: expect.stringMatching(/^2026-10-20T16:30:/),
      actor: 'admin-1',
      action: 'user.created',
      subject: 'nightly',
      detail: { role: 'office', cadreCode: null },
      outcome: null,
    });
    expect(answer.body.total).toBe(answer.body.items.length);
    const before = await get('leader', '/api/audit?until=2026-10-20&actor=admin-1').expect(200);
    expect(before.text).not.toContain('nightly');
  });

  it.each(['from=2026-02-30', 'until=yesterday', 'from=2026-10-20T00:00:00Z', 'actor=%00'])(
    'refuses ?%s',
    async (query) => {
      expect((await get('admin', `/api/audit?${query}`).expect(400)).body.code).toBe('REQUEST.INVALID');
    },
  );
});
