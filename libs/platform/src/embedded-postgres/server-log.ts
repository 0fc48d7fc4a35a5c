import { open, rename, stat, type FileHandle } from 'node:fs/promises';
import { isSystemError } from './process-table.js';

/** Above this the log is set aside at the next start; one older file is kept. */
export const LOG_LIMIT_BYTES = 10 * 1024 * 1024;

const TAIL_BYTES = 8 * 1024;

/** The file that receives what PostgreSQL says. */
export class ServerLog {
  private constructor(
    readonly path: string,
    private readonly file: FileHandle,
    private readonly startOffset: number,
  ) {}

  /** Opens the log for appending; a log over {@link LOG_LIMIT_BYTES} becomes `<path>.1` first. */
  static async open(path: string): Promise<ServerLog> {
    if ((await sizeOf(path)) > LOG_LIMIT_BYTES) await rename(path, `${path}.1`);
    const file = await open(path, 'a+', 0o600);
    return new ServerLog(path, file, (await file.stat()).size);
  }

  /** For handing over to a child process. */
  get fd(): number {
    return this.file.fd;
  }

  /** The last lines written since this log was opened, at most `maxLines`. */
  async lastLines(maxLines = 15): Promise<string> {
    const size = await sizeOf(this.path);
    const from = Math.max(this.startOffset, size - TAIL_BYTES);
    const reader = await open(this.path, 'r');
    try {
      const { buffer, bytesRead } = await reader.read(
        Buffer.alloc(Math.max(1, size - from)),
        0,
        size - from,
        from,
      );
      return buffer.toString('utf8', 0, bytesRead).trimEnd().split('\n').slice(-maxLines).join('\n');
    } finally {
      await reader.close();
    }
  }

  /** Closes our handle; the server keeps its own. */
  async close(): Promise<void> {
    await this.file.close();
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (failure) {
    if (isSystemError(failure, 'ENOENT')) return 0;
    throw failure;
  }
}
