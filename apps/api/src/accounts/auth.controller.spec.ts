import { ROLES } from '@cunqin/accounts';
import { SecretBox } from '@cunqin/platform';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { JwtService } from '@nestjs/jwt';
import { getDataSourceToken } from '@nestjs/typeorm';
import { Temporal } from 'temporal-polyfill';
import type { DataSource } from 'typeorm';
import { startApi, TEST_PASSWORD, type StartedApi } from '../http/testing/start-api.js';

let api: StartedApi;
let dataSource: DataSource;
beforeAll(async () => {
  api = await startApi();
  dataSource = api.app.get<DataSource>(getDataSourceToken());
});
afterAll(() => api.stop());

const login = (username: string, password: string) =>
  api.http().post('/api/auth/login').send({ username, password });
const users = (authorization: string) => api.http().get('/api/users').set('Authorization', authorization);
const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;

describe('POST /auth/login', () => {
  it('answers a token that opens what the role may open', async () => {
    await api.as('admin', 'opener');
    const answer = await login('opener', TEST_PASSWORD).expect(200);
    expect(answer.body).toEqual({
      accessToken: expect.any(String),
      expiresAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      role: 'admin',
    });
    await users(`Bearer ${answer.body.accessToken}`).expect(200);
  });

  it('answers a token for twelve hours', async () => {
    await api.as('office', 'dated');
    const before = api.sessionTime.now();
    const { body } = await login('dated', TEST_PASSWORD);
    const validFor = before.until(Temporal.Instant.from(body.expiresAt), { largestUnit: 'minute' });
    expect(validFor.total('hours')).toBeCloseTo(12, 2);
  });

  it('says in the token who it is and nothing secret', async () => {
    await api.as('cadre', 'readable');
    const { body } = await login('readable', TEST_PASSWORD);
    const { iat, exp, pwd, ...claims } = claimsOf(body.accessToken);
    expect(claims).toEqual({ sub: 'readable', role: 'cadre', cadreCode: 'C001', mustChangePassword: false });
    const [row] = await dataSource.query<{ password_hash: string }[]>(
      `SELECT password_hash FROM user_account WHERE username = 'readable'`,
    );
    expect(row?.password_hash).not.toContain(pwd);
    expect(Number(exp) - Number(iat)).toBe(12 * 3600);
  });

  it.each([
    ['a wrong password', 'known', 'not the password'],
    ['an unknown username', 'unknown', TEST_PASSWORD],
    ['what is no username at all', 'Robert"); DROP TABLE', TEST_PASSWORD],
  ])('refuses %s with the same words', async (_, username, password) => {
    if (username === 'known') await api.as('office', 'known');
    const answer = await login(username, password).expect(401);
    expect(answer.body).toEqual({
      type: 'urn:cunqin:problem:ACCOUNTS.BAD_CREDENTIALS',
      title: '用户名或密码不正确',
      status: 401,
      code: 'ACCOUNTS.BAD_CREDENTIALS',
      detail: 'username or password is wrong',
    });
  });
});

describe('an access token', () => {
  it('is needed', async () => {
    const answer = await api.http().get('/api/users').expect(401);
    expect(answer.body).toMatchObject({ code: 'AUTH.REQUIRED', title: '请先登录' });
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });

  it('ends after twelve hours', async () => {
    const authorization = await api.as('admin', 'patient');
    const issuedAt = api.sessionTime.now();
    try {
      api.sessionTime.set(issuedAt.add({ hours: 12 }).subtract({ seconds: 30 }));
      await users(authorization).expect(200);
      api.sessionTime.set(issuedAt.add({ hours: 12, seconds: 1 }));
      expect((await users(authorization).expect(401)).body.code).toBe('AUTH.INVALID');
    } finally {
      api.sessionTime.set(issuedAt);
    }
  });

  it('does not end because the township’s time is set', async () => {
    const authorization = await api.as('admin', 'traveller');
    api.time.set(Temporal.Instant.from('2031-01-01T00:00:00Z'));
    await users(authorization).expect(200);
  });

  it('ends with the account', async () => {
    const authorization = await api.as('admin', 'leaver');
    await users(authorization).expect(200);
    await dataSource.query(`DELETE FROM user_account WHERE username = 'leaver'`);
    expect((await users(authorization).expect(401)).body.code).toBe('AUTH.INVALID');
    await api.as('admin', 'leaver');
    await users(authorization).expect(401);
  });

  it('carries the role of now, not of when it was issued', async () => {
    const authorization = await api.as('admin', 'demoted');
    await dataSource.query(`UPDATE user_account SET role = 'office' WHERE username = 'demoted'`);
    expect((await users(authorization).expect(403)).body.code).toBe('AUTH.FORBIDDEN');
  });

  it('that is forged in any way is worthless', async () => {
    const authorization = await api.as('admin', 'victim');
    const [head, body, signature] = authorization.slice('Bearer '.length).split('.') as [
      string,
      string,
      string,
    ];
    const b64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = claimsOf(authorization.slice('Bearer '.length));
    const otherKey = new JwtService({
      secret: new SecretBox('some other master key of 32 letters').deriveKey('access-token'),
    });
    const otherUse = new JwtService({ secret: api.app.get(SecretBox, { strict: false }).deriveKey('seal') });
    const forgeries = [
      `Bearer ${head}.${b64({ ...claims, sub: 'opener' })}.${signature}`,
      `Bearer ${b64({ alg: 'none', typ: 'JWT' })}.${body}.`,
      `Bearer ${otherKey.sign(claims)}`,
      `Bearer ${otherUse.sign(claims)}`,
      `Bearer ${head}.${body}.${signature.slice(1)}`,
      'Bearer x',
      'Bearer',
      'Basic YWRtaW46YWRtaW4=',
      'Bearer cunqin_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    ];
    await users(authorization).expect(200);
    for (const forgery of forgeries) {
      expect([forgery, (await users(forgery)).body.code]).toEqual([forgery, 'AUTH.INVALID']);
    }
  });

  it('of our own key with claims that are not ours is worthless', async () => {
    const jwt = new JwtService({
      secret: api.app.get(SecretBox, { strict: false }).deriveKey('access-token'),
    });
    const exp = Math.floor(Date.now() / 1000) + 600;
    expect((await users(`Bearer ${jwt.sign({ sub: 'opener', exp })}`).expect(401)).body.code).toBe(
      'AUTH.INVALID',
    );
  });
});

describe('POST /auth/password', () => {
  it('is all that is left to somebody who must change the password', async () => {
    const admin = await api.as('admin', 'maker');
    await api
      .http()
      .post('/api/users')
      .set('Authorization', admin)
      .send({ username: 'fresh', password: 'handed over', role: 'admin', mustChangePassword: true })
      .expect(201);
    const first = await login('fresh', 'handed over').expect(200);
    expect(first.body.mustChangePassword).toBe(true);
    const authorization = `Bearer ${first.body.accessToken}`;
    expect((await users(authorization).expect(403)).body.code).toBe('ACCOUNTS.PASSWORD_CHANGE_REQUIRED');

    const changed = await api
      .http()
      .post('/api/auth/password')
      .set('Authorization', authorization)
      .send({ oldPassword: 'handed over', newPassword: 'chosen by me' })
      .expect(200);
    expect(changed.body).toEqual({
      accessToken: expect.any(String),
      expiresAt: expect.any(String),
      role: 'admin',
    });
    await users(`Bearer ${changed.body.accessToken}`).expect(200);
    expect((await users(authorization).expect(401)).body.code).toBe('AUTH.INVALID');
    await login('fresh', 'handed over').expect(401);
    expect((await login('fresh', 'chosen by me').expect(200)).body).not.toHaveProperty('mustChangePassword');
  });

  it('is open to every role, the auditor included', async () => {
    for (const role of ROLES) {
      const authorization = await api.as(role, `own-${role}`);
      const answer = await api
        .http()
        .post('/api/auth/password')
        .set('Authorization', authorization)
        .send({ oldPassword: TEST_PASSWORD, newPassword: 'chosen by me' });
      expect([role, answer.status]).toEqual([role, 200]);
    }
  });

  it('needs the old password', async () => {
    const authorization = await api.as('office', 'forgetful');
    const answer = await api
      .http()
      .post('/api/auth/password')
      .set('Authorization', authorization)
      .send({ oldPassword: 'not this one', newPassword: 'chosen by me' })
      .expect(401);
    expect(answer.body.code).toBe('ACCOUNTS.BAD_CREDENTIALS');
  });
});
