import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { DIGEST_ENTRY } from './archive-writer.js';
import { backupErrors } from './backup-errors.js';
import { BLOCK, END_OF_TAR, paddingAfter, readTarHeader } from './tar-entry.js';

/** No entry of ours is larger: it is held in memory as a whole. */
export const LARGEST_ENTRY = 32 * 1024 * 1024;

export interface ArchiveEntry {
  readonly name: string;
  /** Seconds since 1970. */
  readonly mtime: number;
  readonly content: Buffer;
}

/**
 * Reads an archive from its first byte to its last, an entry at a time. Whoever has been given every entry
 * knows that not one bit of the file differs from what was written.
 *
 * @throws CodedError `BACKUP.NOT_FOUND`, `BACKUP.NOT_A_BACKUP` for a file that does not begin like one,
 *   `BACKUP.DAMAGED` for one that is cut off, longer than it should be, or altered
 */
export async function* readArchive(path: string): AsyncGenerator<ArchiveEntry> {
  const file = await openOrRefuse(path);
  try {
    const hash = createHash('sha256');
    for (let index = 0; ; index += 1) {
      const block = await take(file, BLOCK);
      const header = block === null ? null : readTarHeader(block);
      if (block === null || header === null) {
        throw index === 0 ? backupErrors.notABackup(path) : backupErrors.damaged(path, `entry ${index + 1}`);
      }
      const { name, size, mtime } = header;
      const rest = size > LARGEST_ENTRY ? null : await take(file, size + paddingAfter(size));
      if (rest === null) throw backupErrors.damaged(path, name);
      const content = rest.subarray(0, size);
      if (name === DIGEST_ENTRY) {
        const whole =
          content.toString('latin1') === `${hash.digest('hex')}\n` &&
          rest.subarray(size).every((byte) => byte === 0) &&
          (await take(file, END_OF_TAR.length))?.equals(END_OF_TAR) === true &&
          (await take(file, 1)) === null;
        if (!whole) throw backupErrors.damaged(path, DIGEST_ENTRY);
        return;
      }
      hash.update(block).update(rest);
      yield { name, mtime, content };
    }
  } finally {
    await file.close();
  }
}

/** Name and time of the first entry, or `null` for a file that does not begin like an archive. */
export async function firstHeader(path: string): Promise<{ name: string; mtime: number } | null> {
  const file = await openOrRefuse(path);
  try {
    const block = await take(file, BLOCK);
    return block === null ? null : readTarHeader(block);
  } finally {
    await file.close();
  }
}

async function openOrRefuse(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r');
  } catch (failure) {
    throw backupErrors.notFound(path, failure);
  }
}

/** The next `length` bytes, or `null` when the file ends before. */
async function take(file: FileHandle, length: number): Promise<Buffer | null> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, null);
    if (bytesRead === 0) return null;
    filled += bytesRead;
  }
  return buffer;
}
