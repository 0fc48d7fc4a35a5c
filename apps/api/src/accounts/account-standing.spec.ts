import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { startApi, TEST_PASSWORD, type StartedApi } from '../http/testing/start-api.js';

let api: StartedApi;
let admin: string;
beforeAll(async () => {
  api = await startApi();
  admin = await api.as('admin', 'the-admin');
});
afterAll(() => api.stop());

type Method = 'get' | 'post' | 'delete';
const call = (authorization: string, method: Method, path: string, body?: object) =>
  api.http()[method](`/api/${path}`).set('Authorization', authorization).send(body);
const login = (username: string) =>
  api.http().post('/api/auth/login').send({ username, password: TEST_PASSWORD });
const bearer = ({ body }: { body: { accessToken?: string; token?: string } }): string =>
  `Bearer ${body.accessToken ?? body.token}`;
const why = { reason: '调离本镇' };
const trailOf = (username: string) =>
  api.app
    .get<DataSource>(getDataSourceToken())
    .query<{ actor: string; action: string; detail: object }[]>(
      `SELECT actor, action, detail FROM audit_entry WHERE subject = $1 AND action LIKE 'user.%' ORDER BY id`,
      [username],
    );

describe('an account that is disabled', () => {
  it('loses its sessions and API tokens at once, and cannot sign in', async () => {
    const session = await api.as('office', 'leaver');
    const token = bearer(await call(session, 'post', 'auth/tokens', { name: 'sync' }).expect(201));
    for (const credential of [session, token]) await call(credential, 'get', 'cadres').expect(200);
    const { body } = await call(admin, 'post', 'users/leaver/disable', why).expect(200);
    expect(body).toMatchObject({ username: 'leaver', disabledAt: expect.stringMatching(/^2026-10-20T/) });
    for (const credential of [session, token]) {
      expect((await call(credential, 'get', 'cadres').expect(401)).body.code).toBe('AUTH.INVALID');
    }
    expect((await login('leaver').expect(403)).body.code).toBe('ACCOUNTS.DISABLED');
    const wrong = { username: 'leaver', password: 'guessed it' };
    expect((await api.http().post('/api/auth/login').send(wrong).expect(401)).body.code).toBe(
      'ACCOUNTS.BAD_CREDENTIALS',
    );
    expect(await trailOf('leaver')).toMatchObject([
      { action: 'user.created' },
      { actor: 'the-admin', action: 'user.disabled', detail: { ...why, tokensRevoked: 1 } },
    ]);
  });

  it('may sign in again when it is enabled; what was open before stays ended', async () => {
    const session = await api.as('office', 'returner');
    const token = bearer(await call(session, 'post', 'auth/tokens', { name: 'sync' }).expect(201));
    await call(admin, 'post', 'users/returner/disable', why).expect(200);
    expect((await call(admin, 'post', 'users/returner/enable', why).expect(200)).body.disabledAt).toBeNull();
    for (const credential of [session, token]) await call(credential, 'get', 'cadres').expect(401);
    await call(bearer(await login('returner').expect(200)), 'get', 'cadres').expect(200);
  });

  it('is disabled once, however often somebody asks', async () => {
    await api.as('office', 'twice');
    const first = await call(admin, 'post', 'users/twice/disable', why).expect(200);
    expect((await call(admin, 'post', 'users/twice/disable', why).expect(200)).body).toEqual(first.body);
    expect(await trailOf('twice')).toHaveLength(2);
  });

  it('is never the last administrator, not even when two disable each other at the same moment', async () => {
    const other = await api.as('admin', 'other-admin');
    const answers = await Promise.all([
      call(admin, 'post', 'users/other-admin/disable', why),
      call(other, 'post', 'users/the-admin/disable', why),
    ]);
    const statuses = answers.map(({ status }) => status).sort();
    // Whoever comes second has lost the session, or finds itself the last.
    expect(statuses[0]).toBe(200);
    expect([401, 409]).toContain(statuses[1]);
    const { items } = (
      await call(
        (await call(admin, 'get', 'users')).status === 200 ? admin : other,
        'get',
        'users?pageSize=500',
      )
    ).body as { items: { role: string; username: string; disabledAt: string | null }[] };
    const active = items.filter(({ role, disabledAt }) => role === 'admin' && disabledAt === null);
    expect(active).toHaveLength(1);
    const survivor = active[0]?.username === 'the-admin' ? admin : other;
    const last = await call(survivor, 'post', `users/${active[0]?.username}/disable`, why).expect(409);
    expect(last.body).toMatchObject({ code: 'ACCOUNTS.LAST_ADMIN', title: expect.stringMatching(/管理员/) });
    admin = survivor;
  });

  it('is one that exists, for a reason, by an administrator in person', async () => {
    expect((await call(admin, 'post', 'users/no-one/disable', why).expect(404)).body.code).toBe(
      'ACCOUNTS.NOT_FOUND',
    );
    await api.as('office', 'stays');
    expect((await call(admin, 'post', 'users/stays/disable', {}).expect(400)).body.fields).toMatchObject([
      { field: 'reason' },
    ]);
    const program = bearer(await call(admin, 'post', 'auth/tokens', { name: 'sync' }).expect(201));
    expect((await call(program, 'post', 'users/stays/disable', why).expect(403)).body.code).toBe(
      'AUTH.PERSON_ONLY',
    );
    for (const role of ['office', 'leader', 'auditor', 'payroll', 'cadre'] as const) {
      await call(await api.as(role), 'post', 'users/stays/disable', why).expect(403);
    }
    expect((await login('stays')).status).toBe(200);
  });
});

describe('API tokens', () => {
  it('are listed to their owner and to the administrator without what they open with', async () => {
    const owner = await api.as('office', 'owner');
    const { body } = await call(owner, 'post', 'auth/tokens', { name: 'sync' }).expect(201);
    const listed = {
      items: [{ id: body.id, name: 'sync', createdAt: expect.any(String), expiresAt: body.expiresAt }],
      total: 1,
    };
    expect((await call(owner, 'get', 'auth/tokens').expect(200)).body).toEqual(listed);
    expect((await call(admin, 'get', 'users/owner/tokens').expect(200)).body).toEqual(listed);
    await call(owner, 'get', 'users/owner/tokens').expect(403);
  });

  it('of anybody are ended by the administrator at once', async () => {
    const token = await call(await api.as('office', 'careless'), 'post', 'auth/tokens', { name: 'lost' });
    await call(bearer(token), 'get', 'cadres').expect(200);
    await call(admin, 'delete', `users/owner/tokens/${token.body.id}`).expect(404);
    await call(admin, 'delete', `users/careless/tokens/${token.body.id}`).expect(204);
    await call(bearer(token), 'get', 'cadres').expect(401);
  });

  it('are made by the administrator for an auditor’s account and for no other', async () => {
    await api.as('auditor', 'watcher');
    await api.as('leader', 'the-leader');
    const made = await call(admin, 'post', 'users/watcher/tokens', { name: 'prometheus' }).expect(201);
    await call(bearer(made), 'get', 'users').expect(200);
    await call(bearer(made), 'post', 'villages', {}).expect(403);
    const refused = await call(admin, 'post', 'users/the-leader/tokens', { name: 'mine now' }).expect(403);
    expect(refused.body.code).toBe('ACCOUNTS.TOKEN_FOR_AUDITORS');
    await call(admin, 'post', 'users/watcher/disable', why).expect(200);
    await call(bearer(made), 'get', 'users').expect(401);
    expect((await call(admin, 'post', 'users/watcher/tokens', { name: 'late' }).expect(403)).body.code).toBe(
      'ACCOUNTS.DISABLED',
    );
  });
});
