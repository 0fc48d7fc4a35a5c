import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { startCommand } from '../support/cli.js';
import { contentsOf, query } from '../support/database-contents.js';
import { Program } from '../support/program.js';
import { createEmptyDatabase, type TestDatabase } from '../support/test-database.js';
import { Town, visit } from '../support/town.js';
import { until } from '../support/until.js';

// Starts servers and whole programs.
const SLOW_MS = 120_000;

let directory: string;
let town: Town;
const stack: (() => Promise<unknown>)[] = [];
const databases: TestDatabase[] = [];
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cunqin-commands-'));
  // The embedded server's own user passes through it.
  await chmod(directory, 0o711);
  town = await Town.start('2026-10-26T08:00');
  await town.addVillages(1);
  await town.addClock('V01', { commKey: 4711 });
  await town.addCadre('C001');
  town.punch(...visit('C001', '2026-10-20', 'V01'));
  await town.pollAll();
});
afterEach(async () => {
  for (const end of stack.splice(0).reverse()) await end();
  for (const database of databases.splice(0)) await database.drop();
});
afterAll(async () => {
  await town.stop();
  await rm(directory, { recursive: true, force: true });
});

const folder = (): Promise<string> => mkdtemp(join(directory, 'x-'));

async function cli(env: Readonly<Record<string, string>>, ...words: string[]) {
  return startCommand(env, ...words).ended;
}

/** A command that waits for a table in the middle of its backup until the test lets it go. */
async function backupHeldUp(destination: string) {
  const blocker = new pg.Client({ connectionString: town.api.databaseUrl });
  await blocker.connect();
  stack.push(() => blocker.end());
  await blocker.query('BEGIN; LOCK TABLE punch IN ACCESS EXCLUSIVE MODE');
  const command = startCommand(
    { DATABASE_URL: town.api.databaseUrl, DATA_DIR: await folder() },
    'backup',
    destination,
  );
  await until(
    'the backup to be half-way',
    () =>
      query(
        town.api.databaseUrl,
        `SELECT FROM pg_stat_activity WHERE application_name = 'cunqin backup'
           AND wait_event_type = 'Lock' AND datname = current_database()`,
      ),
    (rows) => rows.length === 1,
    30_000,
  );
  return command;
}

describe('cunqin backup', () => {
  it(
    'copies the database of a program that runs, and restore brings it to an empty directory and verifies it',
    async () => {
      const [dataDir, backups, elsewhere] = [await folder(), await folder(), await folder()];
      const program = Program.start({ DATA_DIR: dataDir, ADMIN_PASSWORD: 'only for tests' });
      stack.push(() => program.kill());
      await program.ready();
      const backedUp = await cli({ DATA_DIR: dataDir }, 'backup', backups);
      expect(backedUp).toMatchObject({ status: 0, err: '' });
      expect(backedUp.out).toMatch(/已备份 \d+ 个表 \d+ 行到 \S+\.tar.*\n密钥不在备份内/);
      const [name = ''] = await readdir(backups);
      expect((await stat(join(backups, name))).mode & 0o777).toBe(0o600);

      const restored = await cli({ DATA_DIR: elsewhere }, 'restore', backups);
      expect(restored).toMatchObject({ status: 0, err: '' });
      expect(restored.out).toMatch(/\n0 台打卡机，0 条打卡，\d+ 条日志，账本完整\n/);
      const again = Program.start({ DATA_DIR: elsewhere });
      stack.push(() => again.kill());
      const address = await again.ready();
      // No administrator is made up: the one of the backup is there, with the password of then.
      expect(again.stdout).not.toContain('first administrator');
      const login = await fetch(`${address}/api/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ username: 'admin', password: 'only for tests' }),
      });
      expect(login.status).toBe(200);

      const refused = await cli({ DATA_DIR: elsewhere }, 'restore', backups);
      expect(refused).toMatchObject({ status: 1, out: '' });
      expect(refused.err).toContain('PLATFORM.DATA_DIR_IN_USE');
    },
    SLOW_MS,
  );

  it(
    'killed in the middle leaves nothing that could be restored',
    async () => {
      const backups = await folder();
      const { child, ended } = await backupHeldUp(backups);
      child.kill('SIGKILL');
      await ended;
      const left = await readdir(backups);
      expect(left).toEqual([expect.stringMatching(/^\.cunqin-.*\.part$/)]);
      const database = await createEmptyDatabase();
      databases.push(database);
      const env = { DATABASE_URL: database.url, DATA_DIR: await folder() };
      expect((await cli(env, 'restore', backups)).err).toContain('BACKUP.NOT_FOUND');
      const forced = await cli(env, 'restore', join(backups, left[0] ?? ''));
      expect(forced).toMatchObject({ status: 1, out: '', err: expect.stringContaining('BACKUP.DAMAGED') });
      expect(await contentsOf(database.url)).toEqual({});
    },
    SLOW_MS,
  );

  it(
    'told to end leaves nothing at all',
    async () => {
      const backups = await folder();
      const { child, ended } = await backupHeldUp(backups);
      child.kill('SIGTERM');
      expect(await ended).toMatchObject({ status: 1, err: expect.stringContaining('BACKUP.INTERRUPTED') });
      expect(await readdir(backups)).toEqual([]);
    },
    SLOW_MS,
  );
});

describe('cunqin restore', () => {
  it(
    'answers as verify does, says when the key is another one, and both commands stand in the audit trail',
    async () => {
      const file = join(await folder(), 'town.tar');
      const source = { DATABASE_URL: town.api.databaseUrl, DATA_DIR: await folder() };
      expect(await cli(source, 'backup', file)).toMatchObject({ status: 0 });
      const trail = await query(
        town.api.databaseUrl,
        'SELECT action, subject FROM audit_entry ORDER BY id DESC',
      );
      expect(trail[0]).toEqual({ action: 'database.backed-up', subject: file });

      const database = await createEmptyDatabase();
      databases.push(database);
      const target = { DATABASE_URL: database.url, DATA_DIR: await folder() };
      const restored = await cli(target, 'restore', file);
      expect(restored.status).toBe(0);
      expect(restored.out).toMatch(/\n1 台打卡机，2 条打卡，\d+ 条日志，账本完整\n/);
      expect(restored.err).toContain('SECRET.UNREADABLE');
      const [latest] = await query(
        database.url,
        'SELECT actor, action, subject FROM audit_entry ORDER BY id DESC LIMIT 1',
      );
      expect(latest).toEqual({
        actor: expect.stringMatching(/^cli:/),
        action: 'database.restored',
        subject: file,
      });

      const tampered = await createEmptyDatabase();
      databases.push(tampered);
      await query(
        database.url,
        `ALTER TABLE punch DISABLE TRIGGER USER; UPDATE punch SET number = 'C002' WHERE sequence = 1;
         ALTER TABLE punch ENABLE TRIGGER USER`,
      );
      const bad = join(await folder(), 'bad.tar');
      expect(await cli(target, 'backup', bad)).toMatchObject({ status: 0 });
      const answer = await cli({ DATABASE_URL: tampered.url, DATA_DIR: await folder() }, 'restore', bad);
      expect(answer.status).toBe(1);
      expect(answer.out).toContain('账本已被改动');
    },
    SLOW_MS,
  );

  it('is used wrongly without a path', async () => {
    expect(await cli({}, 'restore')).toMatchObject({ status: 2 });
    expect(await cli({}, 'backup')).toMatchObject({ status: 2 });
  });
});
