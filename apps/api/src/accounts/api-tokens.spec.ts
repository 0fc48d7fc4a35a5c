import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getDataSourceToken } from '@nestjs/typeorm';
import { createHash } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { startApi, TEST_PASSWORD, type StartedApi } from '../http/testing/start-api.js';

let api: StartedApi;
let dataSource: DataSource;
beforeAll(async () => {
  api = await startApi();
  dataSource = api.app.get<DataSource>(getDataSourceToken());
});
afterAll(() => api.stop());

const users = (authorization: string) => api.http().get('/api/users').set('Authorization', authorization);

describe('POST /auth/tokens', () => {
  const make = (authorization: string, body: object = { name: 'payroll program' }) =>
    api.http().post('/api/auth/tokens').set('Authorization', authorization).send(body);

  it('shows a token once, keeps only its hash, and lets a program act as its maker', async () => {
    const { body } = await make(await api.as('admin', 'programmer'), {
      name: 'sync',
      expiresInDays: 30,
    }).expect(201);
    expect(body).toEqual({
      id: expect.any(Number),
      name: 'sync',
      token: expect.stringMatching(/^cunqin_[A-Za-z0-9_-]{43}$/),
      expiresAt: expect.any(String),
    });
    await users(`Bearer ${body.token}`).expect(200);
    const [row] = await dataSource.query<{ token_hash: Buffer }[]>('SELECT * FROM api_token WHERE id = $1', [
      body.id,
    ]);
    expect(row?.token_hash).toEqual(createHash('sha256').update(body.token).digest());
    expect(JSON.stringify(row)).not.toContain(body.token);
  });

  it('makes a token that ends when it says', async () => {
    const issuedAt = api.sessionTime.now();
    const { body } = await make(await api.as('admin', 'yearly'), { name: 'sync', expiresInDays: 1 });
    try {
      api.sessionTime.set(issuedAt.add({ hours: 23, minutes: 59 }));
      await users(`Bearer ${body.token}`).expect(200);
      api.sessionTime.set(issuedAt.add({ hours: 24, minutes: 1 }));
      expect((await users(`Bearer ${body.token}`).expect(401)).body.code).toBe('AUTH.INVALID');
    } finally {
      api.sessionTime.set(issuedAt);
    }
  });

  it('makes a token that its maker, and nobody else, can end', async () => {
    const maker = await api.as('admin', 'token-maker');
    const { body } = await make(maker);
    const revoke = (authorization: string) =>
      api.http().delete(`/api/auth/tokens/${body.id}`).set('Authorization', authorization);
    expect((await revoke(await api.as('admin', 'token-thief')).expect(404)).body.code).toBe(
      'ACCOUNTS.TOKEN_NOT_FOUND',
    );
    await users(`Bearer ${body.token}`).expect(200);
    await revoke(maker).expect(204);
    await users(`Bearer ${body.token}`).expect(401);
  });

  it('is for people: a token makes no token and changes no password', async () => {
    const { body } = await make(await api.as('admin', 'breeder'));
    const program = `Bearer ${body.token}`;
    expect((await make(program).expect(403)).body.code).toBe('AUTH.PERSON_ONLY');
    const change = { oldPassword: TEST_PASSWORD, newPassword: 'chosen by me' };
    await api.http().post('/api/auth/password').set('Authorization', program).send(change).expect(403);
  });

  it('is refused to the auditor, who writes nothing', async () => {
    expect((await make(await api.as('auditor', 'checker')).expect(403)).body.code).toBe('AUTH.FORBIDDEN');
  });

  let careless: string;
  beforeAll(async () => {
    careless = await api.as('office', 'careless');
  });

  it.each([
    [{ name: '' }, 'name'],
    [{ name: 'x', expiresInDays: 0 }, 'expiresInDays'],
    [{ name: 'x', expiresInDays: 366 }, 'expiresInDays'],
    [{ name: 'x', expiresInDays: 'soon' }, 'expiresInDays'],
  ])('refuses %j, naming the field', async (body, field) => {
    const answer = await make(careless, body).expect(400);
    expect(answer.body).toMatchObject({ code: 'REQUEST.INVALID', fields: [{ field }] });
  });
});
