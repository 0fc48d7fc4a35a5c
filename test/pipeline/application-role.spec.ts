import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { databaseOptions, migrateDatabase } from '@cunqin/platform';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { startEmbeddedPostgres } from '../../libs/platform/src/embedded-postgres/index.js';
import { migrations } from '../../migrations/index.js';
import { appendOnlyTables, changesOf } from '../support/append-only-tables.js';
import { runAsSuperuser } from '../support/run-as-superuser.js';

const REFUSED = { code: '42501' };

describe('the role that the application has in production', () => {
  const stack: (() => Promise<unknown>)[] = [];
  let owner: DataSource;
  let application: pg.Client;

  beforeAll(async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'cunqin-role-'));
    stack.push(() => rm(dataDir, { recursive: true, force: true }));
    const start = (): ReturnType<typeof startEmbeddedPostgres> =>
      startEmbeddedPostgres({ dataDir, log: () => undefined });
    await (await start()).stop();
    await runAsSuperuser(dataDir, ['CREATE ROLE cunqin_app NOINHERIT', 'GRANT cunqin_app TO cunqin']);
    const server = await start();
    stack.push(() => server.stop());
    await migrateDatabase(server.url, migrations);
    owner = await new DataSource(databaseOptions(server.url, { poolSize: 1 })).initialize();
    stack.push(() => owner.destroy());
    await owner.query(await readFile(new URL('../../docker/postgres/2-rights.sql', import.meta.url), 'utf8'));
    application = new pg.Client({ connectionString: server.url });
    await application.connect();
    stack.push(() => application.end());
    await application.query('SET ROLE cunqin_app');
  }, 60_000);
  afterAll(async () => {
    for (const end of stack.reverse()) await end();
  });

  it('owns nothing', async () => {
    const { rows } = await application.query(
      `SELECT relname FROM pg_class WHERE relowner = 'cunqin_app'::regrole`,
    );
    expect(rows).toEqual([]);
  });

  it('has no right to UPDATE, DELETE or TRUNCATE evidence, nor any right on a part of a table', async () => {
    const tables = await appendOnlyTables(owner);
    expect(tables.length).toBeGreaterThan(32);
    for (const table of tables) {
      const statements = changesOf(table);
      if (table.partition) {
        statements.push(`SELECT FROM ${table.name}`, `INSERT INTO ${table.name} DEFAULT VALUES`);
      }
      for (const statement of statements) {
        await expect(application.query(statement)).rejects.toMatchObject(REFUSED);
      }
    }
  });

  it.each([
    ['take a trigger off', 'ALTER TABLE punch DISABLE TRIGGER punch_append_only'],
    ['take one off a part', 'ALTER TABLE punch_p00 DISABLE TRIGGER punch_p00_append_only'],
    ['drop a trigger', 'DROP TRIGGER clock_read_journal ON clock_read'],
    ['add one of its own', 'CREATE TRIGGER mine BEFORE INSERT ON punch EXECUTE FUNCTION refuse_change()'],
    ['make a function of ours another', 'ALTER FUNCTION refuse_change() RENAME TO refuse_nothing'],
    ['work without triggers', `SET session_replication_role = 'replica'`],
    ['write into the journal', `INSERT INTO journal VALUES (1, 99, 'x', '[]', sha256('x'))`],
    ['have an entry written that nothing stands for', `SELECT append_journal('x', '{}')`],
    ['take a part out', 'ALTER TABLE punch DETACH PARTITION punch_p00'],
    ['drop the table', 'DROP TABLE punch'],
  ])('cannot %s', async (_, statement) => {
    await expect(application.query(statement)).rejects.toMatchObject(REFUSED);
  });

  it('can append to the ledger all the same: a read, its punches, its coverage', async () => {
    await owner.query(`
      INSERT INTO clock (name, driver, host, port, poll_every_minutes, timezone)
      VALUES ('蒋寨村', 'zk-tcp', '127.0.0.1', 4370, 10, 'Asia/Shanghai')`);
    await application.query(`
      BEGIN;
      INSERT INTO punch VALUES (1, 1, '17', '2026-10-20T08:41:00', '2026-10-20T08:41:00', 1, 0, 0, '', 'pull',
        '00000000-0000-4000-8000-000000000001', now(), '{}', sha256('1'));
      INSERT INTO clock_read (id, clock_id, source, started_at, finished_at, outcome, decoded, appended, duplicates,
                              suspect, bytes_read, head_sequence, head_hash)
      VALUES ('00000000-0000-4000-8000-000000000001', 1, 'pull', now(), now(), 'complete', 1, 1, 0, 0, 40, 1, sha256('1'));
      INSERT INTO coverage VALUES ('00000000-0000-4000-8000-000000000001', 1, '2026-10-20T08:41:00');
      COMMIT;`);
    const { rows } = await application.query(
      `SELECT position, kind FROM journal WHERE chain = 1 ORDER BY position`,
    );
    expect(rows).toEqual([
      { position: '1', kind: 'clock_read' },
      { position: '2', kind: 'coverage' },
    ]);
  });

  it('can add evidence, and the journal has it', async () => {
    await application.query(
      `INSERT INTO audit_entry (at, actor, action, subject) VALUES (now(), 'a', 'b', 'by the application')`,
    );
    const { rows } = await application.query(
      `SELECT kind, body FROM journal WHERE chain = 0 ORDER BY position DESC LIMIT 1`,
    );
    expect(rows).toEqual([{ kind: 'audit_entry', body: expect.stringContaining('by the application') }]);
  });
});
