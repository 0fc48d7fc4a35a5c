import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startApi, type StartedApi } from '../http/testing/start-api.js';

let api: StartedApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

it('the thirty-first sign-in of an address within a minute is refused, whatever it claims to be', async () => {
  // A body that is no sign-in counts as well, and needs no slow hash.
  const attempt = (claimedAddress: string) =>
    api.http().post('/api/auth/login').set('X-Forwarded-For', claimedAddress).send({});
  for (let number = 1; number <= 30; number += 1) await attempt(`10.0.0.${number}`).expect(400);
  const answer = await attempt('10.0.0.31').expect(429);
  expect(answer.body).toMatchObject({
    code: 'REQUEST.TOO_MANY',
    title: '请求过于频繁，请稍后再试',
    status: 429,
  });
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  await api.http().get('/api/health/live').expect(200);
});
