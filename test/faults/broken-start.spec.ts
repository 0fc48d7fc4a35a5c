import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { DataSource } from 'typeorm';
import { databaseOptions } from '@cunqin/platform';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { until } from '../support/until.js';
import { Barrier } from './barrier.js';
import { SharedTime, TownProcess } from './town-process.js';

const CONNECTIONS_BROKEN = 6;
const MOST_MS = 120_000;

let database: TestDatabase;
let dataSource: DataSource;
let program: TownProcess | undefined;
beforeAll(async () => {
  database = await createTestDatabase();
  dataSource = await new DataSource(databaseOptions(database.url)).initialize();
});
afterEach(() => program?.kill());
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

it.each(['worker', 'api'] as const)(
  'a %s whose queue was refused by a dying PostgreSQL while it started does not go on with half of its connections: it ends, is started again and works',
  async (role) => {
    const env = {
      DATABASE_URL: database.url,
      SECRET_KEY: 'a master key that only tests use, long enough',
      PORT: '0',
      ADMIN_PASSWORD: 'only for tests',
    };
    program = new TownProcess(role, env, new SharedTime(Temporal.Instant.from('2026-10-26T00:00:00Z')));
    const barrier = await Barrier.atTable(dataSource, 'bullmq.migration', 'ACCESS EXCLUSIVE');
    program.start();
    for (let broken = 0; broken < CONNECTIONS_BROKEN && program.starts === 1; broken += 1) {
      const pid = await barrier.reached();
      await dataSource.query(`SELECT pg_terminate_backend($1)`, [pid]);
      await until(
        'the connection to be gone',
        () => dataSource.query<object[]>(`SELECT FROM pg_stat_activity WHERE pid = $1`, [pid]),
        ({ length }) => length === 0,
      );
    }
    await barrier.lift();
    await program.up();
    await program.hearTime(1);
    expect(program.starts).toBeGreaterThan(1);
    expect(program.lastWords).toEqual([]);
  },
  MOST_MS,
);
