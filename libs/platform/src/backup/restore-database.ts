import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { runMigrations as runQueueMigrations } from 'bullmq';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { DataSource, type EntityManager, MigrationExecutor, type MixedList, type QueryRunner } from 'typeorm';
import { explainConnectionFailure } from '../database/database-errors.js';
import { databaseOptions } from '../database/database-options.js';
import { MIGRATION_LOCK, type MigrationClass, QUEUE_SCHEMA, runPending } from '../database/migrate.js';
import { CodedError } from '../errors/coded-error.js';
import { backupErrors } from './backup-errors.js';
import {
  columnList,
  COPY_SETTINGS,
  countRelations,
  publicName,
  type SqlClient,
  tablesOf,
} from './database-shape.js';
import { chooseBackup, inspectBackup, rowsOf } from './inspect-backup.js';
import type { BackupManifest } from './manifest.js';
import { withoutGuards } from './unguarded-tables.js';

export interface RestoreOptions {
  readonly databaseUrl: string;
  /** A backup, or a directory of which the newest is taken. */
  readonly source: string;
  readonly migrations: readonly MigrationClass[];
  readonly signal?: AbortSignal;
  /** What else is to be written when all rows are there, or nothing at all is: a line of the audit trail. */
  readonly conclude?: (manager: EntityManager, report: RestoreReport) => Promise<void>;
}

/** What was restored. */
export interface RestoreReport {
  readonly path: string;
  /** An instant: the moment the backup is of. */
  readonly createdAt: string;
  /** Version of the program that wrote it. */
  readonly product: string;
  readonly tables: number;
  readonly rows: number;
  /** Migrations that came after that version and have run on the restored rows. */
  readonly migrated: readonly string[];
}

/**
 * Brings a backup into an empty database, all of it or nothing: the whole file is read and proven first; then
 * one transaction makes the tables as they were in the version of the backup, fills them, proves every
 * foreign key, and brings them up to this version.
 *
 * The role must own the database's schema, and need not be a superuser.
 *
 * @throws CodedError `BACKUP.NOT_FOUND`, `BACKUP.NOT_A_BACKUP`, `BACKUP.DAMAGED`, `BACKUP.NEWER_VERSION`,
 *   `BACKUP.DATABASE_NOT_EMPTY`, `BACKUP.DOES_NOT_FIT`, `BACKUP.INTERRUPTED`, `DATABASE.UNREACHABLE`
 */
export async function restoreDatabase(options: RestoreOptions): Promise<RestoreReport> {
  const path = await chooseBackup(options.source);
  const manifest = await inspectBackup(path);
  const known = new Set(options.migrations.map(({ name }) => name));
  const unknown = manifest.migrations.find((name) => !known.has(name));
  if (unknown !== undefined) throw backupErrors.newerVersion(path, unknown);
  const dataSource = new DataSource({
    ...databaseOptions(options.databaseUrl, { poolSize: 2 }),
    logger: 'advanced-console',
    logging: false,
    migrations: options.migrations as MixedList<MigrationClass>,
  });
  try {
    await dataSource.initialize();
  } catch (failure) {
    throw explainConnectionFailure(failure, options.databaseUrl);
  }
  try {
    const report = await inOneTransaction(dataSource, (runner) =>
      restoreInto(dataSource, runner, path, manifest, options),
    );
    await prepareQueue(options.databaseUrl);
    return report;
  } finally {
    await dataSource.destroy();
  }
}

async function inOneTransaction(
  dataSource: DataSource,
  restore: (runner: QueryRunner) => Promise<RestoreReport>,
): Promise<RestoreReport> {
  const runner = dataSource.createQueryRunner();
  await runner.startTransaction();
  try {
    const report = await restore(runner);
    await runner.commitTransaction();
    return report;
  } catch (failure) {
    await runner.rollbackTransaction().catch(() => undefined);
    throw failure instanceof CodedError ? failure : backupErrors.doesNotFit(reasonOf(failure), failure);
  } finally {
    await runner.release();
  }
}

async function restoreInto(
  dataSource: DataSource,
  runner: QueryRunner,
  path: string,
  manifest: BackupManifest,
  { signal, conclude }: RestoreOptions,
): Promise<RestoreReport> {
  const client = (await runner.connect()) as pg.PoolClient;
  await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
  const relations = await countRelations(client);
  if (relations > 0) throw backupErrors.databaseNotEmpty(relations);

  const executor = new MigrationExecutor(dataSource, runner);
  for (const migration of await executor.getPendingMigrations()) {
    if (manifest.migrations.includes(migration.name)) await executor.executeMigration(migration);
  }
  await assertSameTables(client, manifest);
  await client.query(COPY_SETTINGS);
  await withoutGuards(client, () => fill(client, path, manifest, signal));
  for (const { name, lastValue, isCalled } of manifest.sequences) {
    await client.query('SELECT setval($1::regclass, $2::bigint, $3)', [
      publicName(name),
      lastValue,
      isCalled,
    ]);
  }
  const migrated = await runPending(dataSource, runner);
  const report = {
    path,
    createdAt: manifest.createdAt,
    product: manifest.product,
    tables: manifest.tables.length,
    rows: manifest.tables.reduce((sum, { rows }) => sum + rows, 0),
    migrated,
  };
  await conclude?.(runner.manager, report);
  await client.query('ANALYZE');
  return report;
}

/** A column that the backup has and the tables have not, or the other way round, would be lost in silence. */
async function assertSameTables(client: SqlClient, { tables }: BackupManifest): Promise<void> {
  const described = (list: readonly { name: string; columns: readonly string[] }[]): string[] =>
    list.map(({ name, columns }) => `${name}(${[...columns].sort().join(' ')})`).sort();
  const [here, there] = [described(await tablesOf(client)), described(tables)];
  const odd = here.find((table) => !there.includes(table)) ?? there.find((table) => !here.includes(table));
  if (odd !== undefined) throw backupErrors.doesNotFit(odd);
}

async function fill(
  client: pg.PoolClient,
  path: string,
  { tables }: BackupManifest,
  signal: AbortSignal | undefined,
): Promise<void> {
  // Rows that migrations made are in the backup as well, as they had become.
  await client.query(`TRUNCATE ${tables.map(({ name }) => publicName(name)).join(', ')}`);
  const chunks = rowsOf(path);
  let next = await chunks.next();
  while (next.done !== true) {
    const { table } = next.value;
    const shape = tables.find(({ name }) => name === table);
    if (shape === undefined) throw backupErrors.damaged(path, table);
    const hash = createHash('sha256');
    const target = client.query(
      copyFrom(`COPY ${publicName(table)} (${columnList(shape.columns)}) FROM STDIN`),
    );
    const ofTable = async function* (): AsyncGenerator<Buffer> {
      for (; next.done !== true && next.value.table === table; next = await chunks.next()) {
        if (signal?.aborted === true) throw backupErrors.interrupted();
        hash.update(next.value.rows);
        yield next.value.rows;
      }
    };
    await pipeline(Readable.from(ofTable(), { highWaterMark: 1 }), target);
    // It was whole when it was inspected: somebody has changed it since.
    const same = target.rowCount === shape.rows && hash.digest('hex') === shape.sha256;
    if (!same) throw backupErrors.damaged(path, `table ${table}`);
  }
}

/** The queue's own tables: empty ones, jobs are made anew from what is due. */
async function prepareQueue(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await runQueueMigrations(client, QUEUE_SCHEMA);
  } finally {
    await client.end();
  }
}

function reasonOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}
