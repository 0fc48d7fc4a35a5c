import { stat } from 'node:fs/promises';
import { Socket } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Temporal } from 'temporal-polyfill';
import { explainConnectionFailure } from '../database/database-errors.js';
import { MIGRATION_LOCK } from '../database/migrate.js';
import { CodedError } from '../errors/coded-error.js';
import { ArchiveWriter } from './archive-writer.js';
import { backupErrors } from './backup-errors.js';
import {
  columnList,
  COPY_SETTINGS,
  publicName,
  sequencesOf,
  type TableShape,
  tablesOf,
} from './database-shape.js';
import {
  type BackedUpTable,
  type BackupManifest,
  chunkName,
  FORMAT,
  MANIFEST_ENTRY,
  NOTE_ENTRY,
  noteOf,
} from './manifest.js';
import { packChunks } from './table-chunks.js';

export interface BackupOptions {
  readonly databaseUrl: string;
  /** A file that is not there yet, or a directory, in which the backup is named by its time. */
  readonly destination: string;
  /** Version of the program. */
  readonly product: string;
  readonly now: Temporal.Instant;
  /** The zone of the time in a name that we choose. */
  readonly timeZone: string;
  readonly signal?: AbortSignal;
}

/** A backup that is whole and on the disk. */
export interface BackupReport {
  readonly path: string;
  readonly tables: number;
  readonly rows: number;
  /** Size of the file. */
  readonly bytes: number;
  /** Of the file without its last entry, which holds it. */
  readonly sha256: string;
}

/**
 * Copies every table of a database that is in use into one file: the state of a single moment, whatever is
 * written meanwhile. Memory does not grow with the tables, and nobody who works with the database waits. The
 * queue's own tables are left out: jobs are made anew from what is due.
 *
 * @throws CodedError `BACKUP.FILE_EXISTS`, `BACKUP.CANNOT_WRITE`, `BACKUP.DATABASE_FAILED`,
 *   `BACKUP.INTERRUPTED`, `DATABASE.UNREACHABLE`; no file is left behind then
 */
export async function backUpDatabase(options: BackupOptions): Promise<BackupReport> {
  const path = await pathOf(options);
  const socket = new Socket();
  const client = new pg.Client({
    connectionString: options.databaseUrl,
    application_name: 'cunqin backup',
    connectionTimeoutMillis: 5000,
    stream: () => socket,
  });
  // A connection that breaks fails the statement that waits for it.
  client.on('error', () => undefined);
  const hangUp = (): void => void socket.destroy();
  options.signal?.addEventListener('abort', hangUp);
  try {
    await client.connect();
  } catch (failure) {
    options.signal?.removeEventListener('abort', hangUp);
    throw explainConnectionFailure(failure, options.databaseUrl);
  }
  try {
    const report = await writeArchive(path, client, options);
    await client.end();
    return report;
  } finally {
    // Rows of a copy that was given up may still be on their way: nobody waits for them.
    socket.destroy();
    options.signal?.removeEventListener('abort', hangUp);
  }
}

async function writeArchive(path: string, client: pg.Client, options: BackupOptions): Promise<BackupReport> {
  const archive = await ArchiveWriter.begin(path, Math.floor(options.now.epochMilliseconds / 1000));
  try {
    const manifest = await copyInto(archive, client, options);
    const { bytes, sha256 } = await archive.finish();
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    return { path, tables: manifest.tables.length, rows, bytes, sha256 };
  } catch (failure) {
    await archive.discard();
    if (options.signal?.aborted === true) throw backupErrors.interrupted();
    throw failure instanceof CodedError ? failure : backupErrors.databaseFailed(failure);
  }
}

async function pathOf({ destination, now, timeZone }: BackupOptions): Promise<string> {
  const found = await stat(destination).catch(() => null);
  if (found?.isDirectory() !== true) return destination;
  const local = now.toZonedDateTimeISO(timeZone);
  const time = local.toPlainTime().toString({ smallestUnit: 'second' }).replaceAll(':', '');
  return join(destination, `cunqin-${local.toPlainDate().toString()}-${time}.tar`);
}

async function copyInto(
  archive: ArchiveWriter,
  client: pg.Client,
  { now, product }: BackupOptions,
): Promise<BackupManifest> {
  // No migration changes a table in the middle; any number of backups may run beside each other.
  await client.query('SELECT pg_advisory_lock_shared($1)', [MIGRATION_LOCK]);
  await client.query(`BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; ${COPY_SETTINGS}`);
  const createdAt = now.toString();
  await archive.add(NOTE_ENTRY, noteOf(createdAt));
  const tables: BackedUpTable[] = [];
  for (const shape of await tablesOf(client)) {
    tables.push(await copyTable(archive, client, shape));
  }
  const manifest: BackupManifest = {
    format: FORMAT,
    createdAt,
    product,
    postgres: await serverVersion(client),
    migrations: await migrationsOf(client),
    tables,
    sequences: await sequencesOf(client),
  };
  await client.query('COMMIT');
  await archive.add(MANIFEST_ENTRY, Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`));
  return manifest;
}

async function copyTable(
  archive: ArchiveWriter,
  client: pg.Client,
  { name, columns }: TableShape,
): Promise<BackedUpTable> {
  // COPY of a query: a partitioned table cannot be copied by its name.
  const rows = client.query(
    copyTo(`COPY (SELECT ${columnList(columns)} FROM ${publicName(name)}) TO STDOUT`),
  );
  const packed = await packChunks(rows, (number, content) => archive.add(chunkName(name, number), content));
  // The number of rows comes after the last of them: what is asked next is answered after that.
  await client.query('SELECT 1');
  return { name, columns: [...columns], rows: rows.rowCount, ...packed };
}

async function serverVersion(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
  return rows[0]?.server_version ?? '';
}

async function migrationsOf(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>('SELECT name FROM schema_migration ORDER BY id');
  return rows.map(({ name }) => name);
}
