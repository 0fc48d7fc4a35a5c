import { randomUUID } from 'node:crypto';
import { link, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { embeddedPostgresErrors } from './embedded-postgres-errors.js';
import { identifyProcess, isRunning, isSystemError, type ProcessIdentity } from './process-table.js';

/** The right to use a data directory; held until released or until the process ends. */
export interface DataDirLock {
  /** Gives the directory free. Calling it again does nothing. */
  release(): Promise<void>;
}

const LOCK_FILE = /^in-use-(\d+)\.lock$/;

/**
 * Takes a data directory for this process alone.
 *
 * The lock is the file `in-use-<n>.lock` with the highest n. Whoever finds its holder gone creates
 * n + 1 by hard link, which succeeds for one process only. The highest number is never removed, so
 * a number is never taken twice and a slow starter cannot delete the lock of a quicker one.
 *
 * @throws CodedError `PLATFORM.DATA_DIR_IN_USE` when a living process (this one included) holds it
 */
export async function lockDataDir(dataDir: string): Promise<DataDirLock> {
  const ourselves = await identifyProcess(process.pid);
  if (ourselves === undefined) throw new Error('this process is not in the process table');
  for (;;) {
    const highest = highestOf(await generations(dataDir));
    const holder = highest === 0 ? undefined : await readHolder(lockPath(dataDir, highest));
    if (holder !== undefined && (await isRunning(holder))) {
      throw embeddedPostgresErrors.dataDirInUse(dataDir, holder.pid);
    }
    const ours = highest + 1;
    if (!(await claim(dataDir, ours, ourselves))) continue;
    const now = await generations(dataDir);
    if (highestOf(now) > ours) {
      // Others went through several numbers since we looked: ours was an old one, cleared away.
      await rm(lockPath(dataDir, ours), { force: true });
      continue;
    }
    for (const older of now.filter((generation) => generation < ours)) {
      await rm(lockPath(dataDir, older), { force: true });
    }
    return releasable(dataDir, ours);
  }
}

function lockPath(dataDir: string, generation: number): string {
  return join(dataDir, `in-use-${generation}.lock`);
}

async function generations(dataDir: string): Promise<number[]> {
  const names = await readdir(dataDir);
  return names.flatMap((name) => {
    const generation = LOCK_FILE.exec(name)?.[1];
    return generation === undefined ? [] : [Number(generation)];
  });
}

function highestOf(numbers: readonly number[]): number {
  return Math.max(0, ...numbers);
}

/** The process named in a lock; `undefined` when released, replaced meanwhile, or torn by a power cut. */
async function readHolder(path: string): Promise<ProcessIdentity | undefined> {
  const text = await readFile(path, 'utf8').catch((failure: unknown) => {
    if (isSystemError(failure, 'ENOENT')) return '';
    throw failure;
  });
  const [pid, startedAt] = text.split('\n');
  return startedAt ? { pid: Number(pid), startedAt } : undefined;
}

async function claim(dataDir: string, generation: number, holder: ProcessIdentity): Promise<boolean> {
  const draft = await writeDraft(dataDir, `${holder.pid}\n${holder.startedAt}\n`);
  try {
    await link(draft, lockPath(dataDir, generation));
    return true;
  } catch (failure) {
    if (isSystemError(failure, 'EEXIST')) return false;
    throw failure;
  } finally {
    await rm(draft, { force: true });
  }
}

async function writeDraft(dataDir: string, text: string): Promise<string> {
  const path = join(dataDir, `in-use-${randomUUID()}.draft`);
  const file = await open(path, 'wx', 0o644);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  return path;
}

function releasable(dataDir: string, generation: number): DataDirLock {
  let released: Promise<void> | undefined;
  return { release: () => (released ??= markReleased(dataDir, generation)) };
}

async function markReleased(dataDir: string, generation: number): Promise<void> {
  try {
    await rename(await writeDraft(dataDir, 'released'), lockPath(dataDir, generation));
  } catch (failure) {
    // Somebody removed the whole directory: nothing is left to be locked.
    if (!isSystemError(failure, 'ENOENT')) throw failure;
  }
}
