import {
  appendFile,
  copyFile,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backUpDatabase, migrateDatabase, restoreDatabase, SystemTime } from '@cunqin/platform';
import { VerifyLedgerService } from '@cunqin/punch-ledger';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Temporal } from 'temporal-polyfill';
import { DataSource } from 'typeorm';
import { databaseOptions } from '../../libs/platform/src/database/database-options.js';
import { migrations } from '../../migrations/index.js';
import { contentsOf, query, structureOf } from '../support/database-contents.js';
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { Town, type TownClock, visit } from '../support/town.js';
import { until } from '../support/until.js';

const NOW = Temporal.Instant.from('2026-10-26T00:00:00Z');

let town: Town;
let clock: TownClock;
let directory: string;
const databases: TestDatabase[] = [];
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cunqin-backup-'));
  town = await Town.start('2026-10-26T08:00');
  await town.addVillages(2);
  clock = await town.addClock('V01', { commKey: 4711 });
  await town.addClock('V02');
  for (const code of ['C001', 'C002']) await town.addCadre(code, { name: `赵\t𠮷\n"${code}\\` });
  town.punch(...visit('C001', '2026-10-20', 'V01'), ...visit('C002', '2026-10-21', 'V02'));
  await town.pollAll();
  await town.get('assessments?week=2026-W43');
  await town.ask('office', 'post', 'absences', {
    cadreCode: 'C001',
    kind: 'annual',
    from: '2026-10-22',
    until: '2026-10-22',
  });
});
afterEach(async () => {
  for (const database of databases.splice(0)) await database.drop();
});
afterAll(async () => {
  await town.stop();
  await rm(directory, { recursive: true, force: true });
});

const backUp = (name: string, databaseUrl = town.api.databaseUrl) =>
  backUpDatabase({
    databaseUrl,
    destination: join(directory, name),
    product: '0.1.0',
    now: NOW,
    timeZone: 'Asia/Shanghai',
  });

const restore = (source: string, databaseUrl: string, known = migrations) =>
  restoreDatabase({ databaseUrl, source, migrations: known });

async function keep(database: Promise<TestDatabase>): Promise<string> {
  const kept = await database;
  databases.push(kept);
  return kept.url;
}

const empty = (): Promise<string> => keep(createEmptyDatabase());

async function verify(url: string): Promise<{ ok: boolean; punches: number }> {
  const dataSource = await new DataSource(databaseOptions(url, { poolSize: 2 })).initialize();
  try {
    return await VerifyLedgerService.on(dataSource, new SystemTime()).verify();
  } finally {
    await dataSource.destroy();
  }
}

describe('a restored database', () => {
  it('equals its source in every row, sequence, constraint and trigger, and its ledger verifies', async () => {
    const { path } = await backUp('equal.tar');
    const url = await empty();
    const [role] = await query<{ rolsuper: boolean }>(
      url,
      'SELECT rolsuper FROM pg_roles WHERE rolname = current_user',
    );
    expect(role?.rolsuper).toBe(false);
    const report = await restore(path, url);
    const source = await contentsOf(town.api.databaseUrl);
    expect(await contentsOf(url)).toEqual(source);
    expect(await structureOf(url)).toEqual(await structureOf(town.api.databaseUrl));
    expect(source['punch']?.length).toBe(4);
    expect(report).toMatchObject({ createdAt: NOW.toString(), product: '0.1.0', migrated: [] });
    expect(await verify(url)).toMatchObject({ ok: true, punches: 4 });
  });

  it('goes on where its source stopped: rules bite, numbers go on, no row is written twice', async () => {
    const { path } = await backUp('goes-on.tar');
    const url = await empty();
    await restore(path, url);
    await expect(query(url, `UPDATE punch SET number = '1'`)).rejects.toThrow('append only');
    await expect(
      query(url, `INSERT INTO village VALUES ('V09', 'nowhere', '村', 'village')`),
    ).rejects.toThrow('foreign key');
    const added = `INSERT INTO audit_entry (at, actor, action, subject) VALUES (now(), 'a', 'b', 'c') RETURNING id`;
    const [here] = await query<{ id: string }>(url, added);
    const [latest] = await query<{ id: string }>(url, `SELECT max(id) AS id FROM audit_entry WHERE id < $1`, [
      here?.id,
    ]);
    expect(Number(here?.id)).toBe(Number(latest?.id) + 1);
  });

  it('is brought up to date when the backup is of an older version', async () => {
    const old = await empty();
    await migrateDatabase(old, migrations.slice(0, 3));
    await query(old, `INSERT INTO township VALUES ('T01', '官埠桥镇')`);
    await query(old, `INSERT INTO village VALUES ('V01', 'T01', '蒋寨村', 'village')`);
    const { path } = await backUp('old.tar', old);
    const url = await empty();
    const report = await restore(path, url);
    expect(report.migrated).toEqual(migrations.slice(3).map(({ name }) => name));
    expect(await structureOf(url)).toEqual(await structureOf(town.api.databaseUrl));
    expect(await query(url, 'SELECT name FROM village')).toEqual([{ name: '蒋寨村' }]);
  });

  it('has the tables of today and tomorrow: partitions, triggers and keys of a table nobody knew', async () => {
    class Later1763799999999 {
      async up(runner: { query(statement: string): Promise<unknown> }): Promise<void> {
        await runner.query(`
          CREATE TABLE later_part (id integer, of text, twice integer GENERATED ALWAYS AS (id * 2) STORED,
                                   PRIMARY KEY (id, of)) PARTITION BY HASH (of);
          CREATE TABLE later_part_0 PARTITION OF later_part FOR VALUES WITH (MODULUS 2, REMAINDER 0);
          CREATE TABLE later_part_1 PARTITION OF later_part FOR VALUES WITH (MODULUS 2, REMAINDER 1);
          CREATE TABLE later_echo (id integer, of text, after text REFERENCES village,
                                   FOREIGN KEY (id, of) REFERENCES later_part);
          CREATE FUNCTION echo() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN INSERT INTO later_echo VALUES (NEW.id, NEW.of); RETURN NULL; END $$;
          CREATE TRIGGER later_echo AFTER INSERT ON later_part FOR EACH ROW EXECUTE FUNCTION echo();
          CREATE TRIGGER later_part_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON later_part
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
          CREATE TRIGGER later_part_1_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON later_part_1
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
          CREATE TRIGGER later_asleep AFTER INSERT ON later_part FOR EACH ROW EXECUTE FUNCTION echo();
          ALTER TABLE later_part DISABLE TRIGGER later_asleep;
          CREATE TRIGGER later_always AFTER INSERT ON later_echo FOR EACH ROW WHEN (false) EXECUTE FUNCTION echo();
          ALTER TABLE later_echo ENABLE ALWAYS TRIGGER later_always`);
        await runner.query(`INSERT INTO later_part VALUES (0, 'made by the migration')`);
      }
      async down(): Promise<void> {}
    }
    const known = [...migrations, Later1763799999999] as typeof migrations;
    const source = await empty();
    await migrateDatabase(source, known);
    await query(source, `INSERT INTO later_part SELECT n, 'part ' || n FROM generate_series(1, 50) AS n`);
    const { path } = await backUp('later.tar', source);
    const url = await empty();
    await restore(path, url, known);
    const contents = await contentsOf(url);
    expect(contents).toEqual(await contentsOf(source));
    expect([contents['later_part']?.length, contents['later_echo']?.length]).toEqual([51, 51]);
    expect(await structureOf(url)).toEqual(await structureOf(source));
  });
});

describe('a backup', () => {
  it('is of one moment, whatever is written while it is made', async () => {
    const blocker = new pg.Client({ connectionString: town.api.databaseUrl });
    await blocker.connect();
    const before = await query<{ count: string }>(town.api.databaseUrl, 'SELECT count(*) FROM punch');
    try {
      // Reads are copied before this table and punches after it.
      await blocker.query('BEGIN; LOCK TABLE holiday_notice IN ACCESS EXCLUSIVE MODE');
      const running = backUp('moment.tar');
      await until(
        'the backup to wait',
        () =>
          query<{ waiting: boolean }>(
            town.api.databaseUrl,
            `SELECT count(*) > 0 AS waiting FROM pg_stat_activity
             WHERE application_name = 'cunqin backup' AND wait_event_type = 'Lock' AND datname = current_database()`,
          ),
        ([answer]) => answer?.waiting === true,
      );
      town.punch(...visit('C002', '2026-10-22', 'V01'));
      expect((await town.poll(clock)).appended).toBe(2);
      await blocker.query('COMMIT');
      const { path } = await running;
      const url = await empty();
      await restore(path, url);
      const [restored] = await query<{ punches: string; appended: string }>(
        url,
        'SELECT (SELECT count(*) FROM punch) AS punches, sum(appended) AS appended FROM clock_read',
      );
      expect(restored).toEqual({ punches: before[0]?.count, appended: before[0]?.count });
      expect(await verify(url)).toMatchObject({ ok: true, punches: Number(before[0]?.count) });
    } finally {
      await blocker.end();
    }
  });

  it('is for the eyes of its owner, and leaves nothing else behind', async () => {
    const { path, bytes } = await backUp('eyes.tar');
    const { mode, size } = await stat(path);
    expect([mode & 0o777, size]).toEqual([0o600, bytes]);
    expect((await readdir(directory)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('never overwrites a file', async () => {
    await writeFile(join(directory, 'mine.tar'), 'mine');
    await expect(backUp('mine.tar')).rejects.toMatchObject({ code: 'BACKUP.FILE_EXISTS' });
    expect(await readFile(join(directory, 'mine.tar'), 'utf8')).toBe('mine');
  });

  it('into a directory is named by the time of the township', async () => {
    const folder = await mkdtemp(join(directory, 'folder-'));
    const { path } = await backUpDatabase({
      databaseUrl: town.api.databaseUrl,
      destination: folder,
      product: '0.1.0',
      now: NOW,
      timeZone: 'Asia/Shanghai',
    });
    expect(path).toBe(join(folder, 'cunqin-2026-10-26-080000.tar'));
  });

  it('into a directory that is not there is refused with a sentence', async () => {
    await expect(backUp('nowhere/file.tar')).rejects.toMatchObject({ code: 'BACKUP.CANNOT_WRITE' });
  });

  it('of a database that does not answer is refused, and leaves no file', async () => {
    const url = new URL(town.api.databaseUrl);
    url.pathname = '/no_such_database';
    await expect(backUp('none.tar', url.href)).rejects.toMatchObject({ code: 'DATABASE.UNREACHABLE' });
    await expect(stat(join(directory, 'none.tar'))).rejects.toThrow('ENOENT');
  });

  it('that loses its connection half-way leaves no file', async () => {
    const blocker = new pg.Client({ connectionString: town.api.databaseUrl });
    await blocker.connect();
    try {
      await blocker.query('BEGIN; LOCK TABLE punch IN ACCESS EXCLUSIVE MODE');
      const running = backUp('cut.tar').catch((failure: unknown) => failure);
      const backend = `FROM pg_stat_activity
        WHERE application_name = 'cunqin backup' AND wait_event_type = 'Lock' AND datname = current_database()`;
      await until(
        'the backup to wait',
        () => query(town.api.databaseUrl, `SELECT pid ${backend}`),
        (rows) => rows.length === 1,
      );
      await query(town.api.databaseUrl, `SELECT pg_terminate_backend(pid) ${backend}`);
      expect(await running).toMatchObject({ code: 'BACKUP.DATABASE_FAILED' });
      expect((await readdir(directory)).filter((name) => name.includes('cut.tar'))).toEqual([]);
    } finally {
      await blocker.end();
    }
  });
});

describe('a restore', () => {
  let good: string;
  let bytes: Buffer;
  beforeAll(async () => {
    good = (await backUp('good.tar')).path;
    bytes = await readFile(good);
  });
  const relations = (url: string) =>
    query(
      url,
      `SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v')`,
    );

  it('is refused where anything is already', async () => {
    const url = await keep(createTestDatabase());
    const before = await contentsOf(url);
    await expect(restore(good, url)).rejects.toMatchObject({
      code: 'BACKUP.DATABASE_NOT_EMPTY',
      status: 409,
    });
    expect(await contentsOf(url)).toEqual(before);
  });

  it('of a backup with a single bit changed is refused, wherever it is, and touches no database', async () => {
    const url = await empty();
    const altered = join(directory, 'altered.tar');
    const step = Math.max(1, Math.floor(bytes.length / 150));
    const places = [0, 100, 156, 257, 300, 511, bytes.length - 1, bytes.length - 1024, bytes.length - 1500];
    for (let place = 3; place < bytes.length; place += step) places.push(place);
    for (const place of places) {
      const copy = Buffer.from(bytes);
      copy.writeUInt8(copy.readUInt8(place) ^ (1 << (place % 8)), place);
      await writeFile(altered, copy);
      const refusal = await restore(altered, url).catch((failure: unknown) => failure);
      expect([place, (refusal as { code?: string }).code]).toEqual([
        place,
        place < 512 ? 'BACKUP.NOT_A_BACKUP' : 'BACKUP.DAMAGED',
      ]);
    }
    expect(await relations(url)).toEqual([]);
  });

  it('of a backup that is cut off or longer than it was is refused', async () => {
    const url = await empty();
    const cut = join(directory, 'cut-off.tar');
    for (const length of [511, 512, 4096, bytes.length >> 1, bytes.length - 1024, bytes.length - 1]) {
      await copyFile(good, cut);
      await truncate(cut, length);
      await expect(restore(cut, url)).rejects.toMatchObject({
        code: length < 512 ? 'BACKUP.NOT_A_BACKUP' : 'BACKUP.DAMAGED',
      });
    }
    await copyFile(good, cut);
    await appendFile(cut, '\0');
    await expect(restore(cut, url)).rejects.toMatchObject({ code: 'BACKUP.DAMAGED' });
  });

  it('of what is no backup is refused', async () => {
    const url = await empty();
    const other = join(directory, 'other.tar');
    await writeFile(other, 'PK\u0003\u0004'.padEnd(5000, 'x'));
    await expect(restore(other, url)).rejects.toMatchObject({ code: 'BACKUP.NOT_A_BACKUP' });
    await expect(restore(join(directory, 'none.tar'), url)).rejects.toMatchObject({
      code: 'BACKUP.NOT_FOUND',
    });
    await expect(restore(await mkdtemp(join(directory, 'empty-')), url)).rejects.toMatchObject({
      code: 'BACKUP.NOT_FOUND',
    });
  });

  it('of a newer version is refused, and names what this one does not know', async () => {
    await expect(restore(good, await empty(), migrations.slice(0, 5))).rejects.toMatchObject({
      code: 'BACKUP.NEWER_VERSION',
      message: expect.stringContaining(migrations[5]?.name ?? ''),
    });
  });

  it('that fails half-way leaves an empty database', async () => {
    const broken = await empty();
    await migrateDatabase(broken, migrations);
    // What no key allows, put in behind its back.
    await query(broken, 'ALTER TABLE village DROP CONSTRAINT village_township_code_fkey');
    await query(broken, `INSERT INTO village VALUES ('V01', 'nowhere', '村', 'village')`);
    const { path } = await backUp('broken.tar', broken);
    const url = await empty();
    await expect(restore(path, url)).rejects.toMatchObject({
      code: 'BACKUP.DOES_NOT_FIT',
      message: expect.stringContaining('village_township_code_fkey'),
    });
    expect(await relations(url)).toEqual([]);
    await restore(good, url);
    expect((await verify(url)).ok).toBe(true);
  });

  it('from a directory takes the newest, by what the backups say of themselves', async () => {
    const folder = await mkdtemp(join(directory, 'many-'));
    for (const [name, now] of [
      ['c.tar', NOW],
      ['a.tar', NOW.add({ hours: 24 })],
      ['b.tar', NOW.subtract({ hours: 24 })],
    ] as const) {
      await backUpDatabase({
        databaseUrl: town.api.databaseUrl,
        destination: join(folder, name),
        product: '0.1.0',
        now,
        timeZone: 'Asia/Shanghai',
      });
    }
    await writeFile(join(folder, 'notes.tar'), 'no backup');
    const report = await restore(folder, await empty());
    expect(report.path).toBe(join(folder, 'a.tar'));
  });
});
