import { createHash, type Hash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { firstHeader, readArchive } from './archive-reader.js';
import { backupErrors } from './backup-errors.js';
import { type BackupManifest, chunkName, MANIFEST_ENTRY, NOTE_ENTRY, parseManifest } from './manifest.js';
import { unpackChunk } from './table-chunks.js';

const TABLE_ENTRY = /^tables\/([a-z_][a-z0-9_]*)\/\d{8}\.copy\.gz$/;

/** A piece of a table's rows, as COPY wrote them. */
export interface TableChunk {
  readonly table: string;
  readonly rows: Buffer;
}

/**
 * The file that is meant: `path` itself, or the newest backup in it, by the time that the archives bear.
 *
 * @throws CodedError `BACKUP.NOT_FOUND`
 */
export async function chooseBackup(path: string): Promise<string> {
  const found = await stat(path).catch((failure: unknown) => {
    throw backupErrors.notFound(path, failure);
  });
  if (!found.isDirectory()) return path;
  let newest: { path: string; mtime: number } | null = null;
  for (const name of (await readdir(path)).sort()) {
    if (!name.endsWith('.tar') || name.startsWith('.')) continue;
    const candidate = join(path, name);
    const header = await firstHeader(candidate);
    if (header?.name.startsWith('cunqin-backup-') !== true) continue;
    if (newest === null || header.mtime >= newest.mtime) newest = { path: candidate, mtime: header.mtime };
  }
  if (newest === null) throw backupErrors.notFound(path);
  return newest.path;
}

/**
 * Reads a backup to its end without keeping it, and answers what it says of itself. After that every byte of
 * it is what was written, and every table is there with as much as was written of it.
 *
 * @throws CodedError `BACKUP.NOT_FOUND`, `BACKUP.NOT_A_BACKUP`, `BACKUP.DAMAGED`, `BACKUP.NEWER_VERSION`
 *   for another form
 */
export async function inspectBackup(path: string): Promise<BackupManifest> {
  const seen = new Map<string, { hash: Hash; bytes: number }>();
  let manifest: BackupManifest | null = null;
  for await (const step of walk(path)) {
    if ('manifest' in step) {
      manifest = step.manifest;
      continue;
    }
    const table = seen.get(step.table) ?? { hash: createHash('sha256'), bytes: 0 };
    table.hash.update(step.rows);
    table.bytes += step.rows.length;
    seen.set(step.table, table);
  }
  if (manifest === null) throw backupErrors.damaged(path, MANIFEST_ENTRY);
  const empty = createHash('sha256').digest('hex');
  for (const { name, bytes, sha256 } of manifest.tables) {
    const found = seen.get(name);
    seen.delete(name);
    const same = (found?.bytes ?? 0) === bytes && (found?.hash.digest('hex') ?? empty) === sha256;
    if (!same) throw backupErrors.damaged(path, `table ${name}`);
  }
  for (const name of seen.keys()) throw backupErrors.damaged(path, `table ${name} is not in the manifest`);
  return manifest;
}

/** The rows of every table, table by table, each in its own order. */
export async function* rowsOf(path: string): AsyncGenerator<TableChunk> {
  for await (const step of walk(path)) if (!('manifest' in step)) yield step;
}

async function* walk(path: string): AsyncGenerator<TableChunk | { readonly manifest: BackupManifest }> {
  let table = '';
  let number = 0;
  let first = true;
  for await (const { name, content } of readArchive(path)) {
    if (first) {
      if (name !== NOTE_ENTRY) throw otherForm(path, name);
      first = false;
      continue;
    }
    if (name === MANIFEST_ENTRY) {
      const manifest = parseManifest(content);
      if (manifest === null) throw backupErrors.damaged(path, name);
      yield { manifest };
      continue;
    }
    const named = TABLE_ENTRY.exec(name)?.[1] ?? '';
    number = named === table ? number + 1 : 1;
    table = named;
    const rows = name === chunkName(table, number) ? await unpackChunk(content) : null;
    if (rows === null) throw backupErrors.damaged(path, name);
    yield { table, rows };
  }
}

function otherForm(path: string, name: string): Error {
  return /^cunqin-backup-\d+\.txt$/.test(name)
    ? backupErrors.newerVersion(path, name)
    : backupErrors.notABackup(path);
}
