import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startApi, type StartedApi } from '../http/testing/start-api.js';
import { answersInTime } from './answers-in-time.js';

let api: StartedApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

describe('health', () => {
  it('needs no token and says nothing but ok', async () => {
    for (const path of ['live', 'ready']) {
      const answer = await api.http().get(`/api/health/${path}`).expect(200);
      expect(answer.body).toEqual({ status: 'ok' });
    }
  });

  it('is not ready, but alive, while the database is away, and recovers by itself', async () => {
    const database = new URL(api.databaseUrl).pathname.slice(1);
    const admin = new URL(api.databaseUrl);
    admin.pathname = '/postgres';
    const client = new pg.Client({ connectionString: admin.href });
    await client.connect();
    try {
      await client.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS false`);
      await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
        database,
      ]);
      const answer = await api.http().get('/api/health/ready').expect(503);
      expect(answer.body).toMatchObject({
        code: 'HEALTH.NOT_READY',
        title: '服务尚未就绪',
        fields: [
          { field: 'database', message: '数据库没有应答' },
          { field: 'queue', message: '任务队列没有应答' },
        ],
      });
      await api.http().get('/api/health/live').expect(200);
      await client.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS true`);
      await api.http().get('/api/health/ready').expect(200);
    } finally {
      await client.query(`ALTER DATABASE ${database} ALLOW_CONNECTIONS true`);
      await client.end();
    }
  });

  it('takes silence for an answer of no', async () => {
    expect(await answersInTime(() => new Promise(() => undefined), 20)).toBe(false);
    expect(await answersInTime(() => Promise.resolve(), 20)).toBe(true);
  });
});
