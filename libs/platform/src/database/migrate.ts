import { runMigrations as runQueueMigrations } from 'bullmq';
import pg from 'pg';
import {
  DataSource,
  MigrationExecutor,
  type MigrationInterface,
  type MixedList,
  type QueryRunner,
} from 'typeorm';
import { CodedError } from '../errors/coded-error.js';
import { databaseOptions } from './database-options.js';
import { explainConnectionFailure } from './database-errors.js';

/** PostgreSQL schema of the queue's own tables. */
export const QUEUE_SCHEMA = 'bullmq';

export type MigrationClass = new () => MigrationInterface;

/** Two processes that start together must not both migrate; any constant serves as the lock's name. */
export const MIGRATION_LOCK = 4_370_001;

/**
 * Brings a database up to date: the product's tables, then the queue's.
 *
 * @returns names of the migrations that ran
 * @throws CodedError `DATABASE.UNREACHABLE`, or `DATABASE.MIGRATION_FAILED` with the product's
 *   tables as they were before
 */
export async function migrateDatabase(url: string, migrations: readonly MigrationClass[]): Promise<string[]> {
  const lock = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  lock.on('error', () => undefined);
  try {
    await lock.connect();
  } catch (failure) {
    throw explainConnectionFailure(failure, url);
  }
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const dataSource = new DataSource({
      ...databaseOptions(url, { poolSize: 2 }),
      // What fails is thrown and worded; it need not be logged as well.
      logger: 'advanced-console',
      logging: false,
      migrations: migrations as MixedList<MigrationClass>,
    });
    await dataSource.initialize();
    try {
      const applied = await applyAllOrNone(dataSource);
      await runQueueMigrations(lock, QUEUE_SCHEMA);
      return applied;
    } finally {
      await dataSource.destroy();
    }
  } catch (failure) {
    throw new CodedError(
      'DATABASE.MIGRATION_FAILED',
      `a migration failed and was rolled back: ${failure instanceof Error ? failure.message : String(failure)}`,
      { status: 500, title: '数据库升级失败，已回退', cause: failure },
    );
  } finally {
    await lock.end();
  }
}

/** Pending migrations together, TypeORM's own table of them included: a version is there or it is not. */
async function applyAllOrNone(dataSource: DataSource): Promise<string[]> {
  const runner = dataSource.createQueryRunner();
  await runner.startTransaction();
  try {
    const applied = await runPending(dataSource, runner);
    await runner.commitTransaction();
    return applied;
  } catch (failure) {
    await runner.rollbackTransaction();
    throw failure;
  } finally {
    await runner.release();
  }
}

/** Runs what the database does not have yet, in the transaction that `runner` has open. @returns their names */
export async function runPending(dataSource: DataSource, runner: QueryRunner): Promise<string[]> {
  const executor = new MigrationExecutor(dataSource, runner);
  executor.transaction = 'all';
  const applied = await executor.executePendingMigrations();
  return applied.map((migration) => migration.name);
}
