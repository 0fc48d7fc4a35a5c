import { createHash, type Hash, randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { backupErrors } from './backup-errors.js';
import { END_OF_TAR, paddingAfter, tarHeader } from './tar-entry.js';

/** Last entry of an archive: SHA-256 of every byte before it. */
export const DIGEST_ENTRY = 'sha256';

/** What a file is called until it is whole. */
export const PART_SUFFIX = '.part';

/**
 * Writes a tar file that appears under its name only when it is whole and on the disk: until then it is a
 * hidden file ending in `.part`, which lacks the last entry and so can never be read as an archive.
 */
export class ArchiveWriter {
  private readonly hash: Hash = createHash('sha256');
  private bytes = 0;

  private constructor(
    private readonly path: string,
    private readonly draft: string,
    private readonly file: FileHandle,
    private readonly mtime: number,
  ) {}

  /**
   * @param mtime seconds since 1970 that every entry bears
   * @throws CodedError `BACKUP.FILE_EXISTS`, `BACKUP.CANNOT_WRITE`
   */
  static async begin(path: string, mtime: number): Promise<ArchiveWriter> {
    await assertFree(path);
    const draft = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}${PART_SUFFIX}`);
    try {
      // Password hashes and people's records: nobody else may read them.
      const file = await open(draft, 'wx', 0o600);
      return new ArchiveWriter(path, draft, file, mtime);
    } catch (failure) {
      throw backupErrors.cannotWrite(path, failure);
    }
  }

  /** @throws CodedError `BACKUP.CANNOT_WRITE`, for a full disk for instance */
  async add(name: string, content: Buffer): Promise<void> {
    const header = tarHeader({ name, size: content.length, mtime: this.mtime });
    await this.write([header, content, Buffer.alloc(paddingAfter(content.length))]);
  }

  /**
   * Ends the archive, brings it to the disk and gives it its name.
   *
   * @returns its size in bytes, and the digest that its last entry holds
   * @throws CodedError `BACKUP.FILE_EXISTS`, `BACKUP.CANNOT_WRITE`
   */
  async finish(): Promise<{ bytes: number; sha256: string }> {
    const sha256 = this.hash.copy().digest('hex');
    await this.add(DIGEST_ENTRY, Buffer.from(`${sha256}\n`));
    await this.write([END_OF_TAR]);
    try {
      await this.file.sync();
      await this.file.close();
      await assertFree(this.path);
      await rename(this.draft, this.path);
      await syncDirectory(dirname(this.path));
    } catch (failure) {
      throw backupErrors.cannotWrite(this.path, failure);
    }
    return { bytes: this.bytes, sha256 };
  }

  /** Removes what was written; for every end but a good one. May be called after {@link finish} failed. */
  async discard(): Promise<void> {
    await this.file.close().catch(() => undefined);
    await rm(this.draft, { force: true });
  }

  private async write(parts: readonly Buffer[]): Promise<void> {
    try {
      for (const part of parts) {
        this.hash.update(part);
        await this.file.writeFile(part);
        this.bytes += part.length;
      }
    } catch (failure) {
      throw backupErrors.cannotWrite(this.path, failure);
    }
  }
}

async function assertFree(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (found !== null) throw backupErrors.fileExists(path);
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
