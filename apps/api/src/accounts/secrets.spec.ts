import { FirstAdminService } from '@cunqin/accounts';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { startApi, type StartedApi } from '../http/testing/start-api.js';

let api: StartedApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

it('passwords, tokens and hashes stand in no log, no audit line, and in no answer but the one they are for', async () => {
  const { dataSource, secrets, answers } = await liveADay();
  const [trail] = await dataSource.query<{ dump: string }[]>(
    'SELECT json_agg(audit_entry)::text AS dump FROM audit_entry',
  );
  const written = [...api.logged, trail?.dump, ...answers].join('\n');
  for (const trace of [
    'user.password-changed',
    'api-token.created',
    'auth.sign-in-refused',
    'USERNAME_TAKEN',
  ]) {
    expect(written).toContain(trace);
  }
  for (const secret of [...secrets, 'scrypt$', 'eyJ']) expect(written).not.toContain(secret);
});

/** First start, forced change, a new account, a taken name, a wrong password, an API token, lists. */
async function liveADay() {
  const made = await api.app.get(FirstAdminService, { strict: false }).ensure();
  const madeUp = made?.password ?? '';
  const answers: string[] = [];
  const post = async (path: string, body: object, authorization = '') => {
    const request = api.http().post(`/api/${path}`).send(body);
    return authorization === '' ? request : request.set('Authorization', authorization);
  };
  const first = await post('auth/login', { username: 'admin', password: madeUp });
  const change = { oldPassword: madeUp, newPassword: 'the chosen one' };
  const changed = await post('auth/password', change, `Bearer ${first.body.accessToken}`);
  const admin = `Bearer ${changed.body.accessToken}`;
  const account = { username: 'office1', password: 'the office one', role: 'office' };
  answers.push((await post('users', account, admin)).text, (await post('users', account, admin)).text);
  answers.push((await post('auth/login', { username: 'office1', password: 'a wrong one' })).text);
  answers.push((await post('auth/login', { username: 'typed in the wrong field', password: 'x' })).text);
  const { token } = (await post('auth/tokens', { name: 'sync' }, admin)).body as { token: string };
  for (const path of ['users', 'audit']) {
    answers.push(
      (await api.http().get(`/api/${path}`).set('Authorization', `Bearer ${token}`).expect(200)).text,
    );
  }
  const secrets = [
    madeUp,
    'the chosen one',
    'the office one',
    'a wrong one',
    'typed in the wrong field',
    token,
  ];
  for (const secret of secrets) expect(secret.length).toBeGreaterThan(8);
  return { dataSource: api.app.get<DataSource>(getDataSourceToken()), secrets, answers };
}
