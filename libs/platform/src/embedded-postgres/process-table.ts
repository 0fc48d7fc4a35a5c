import { readdir, readFile, readlink } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { runProgram } from './run-program.js';

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Opaque: equal for the same process, different for every other one of this number. */
  readonly startedAt: string;
}

const POLL_MS = 40;

/** Who runs under this number now; `undefined` when nobody does, or only a zombie. */
export async function identifyProcess(pid: number): Promise<ProcessIdentity | undefined> {
  if (!exists(pid)) return undefined;
  if (process.platform === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
    if (stat === undefined) return undefined;
    // The second field is the name in parentheses and may hold spaces; the rest is split by blanks.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const state = fields[0];
    const startTicks = fields[19] ?? '';
    if (state === 'Z' || state === 'X') return undefined;
    const bootId = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
    return { pid, startedAt: `${bootId.trim()}/${startTicks}` };
  }
  const row = (await runProgram('ps', ['-o', 'stat=,lstart=', '-p', String(pid)])).stdout.trim();
  if (row === '' || row.startsWith('Z')) return undefined;
  return { pid, startedAt: row.slice(row.indexOf(' ') + 1).trim() };
}

/** Whether that very process still runs. */
export async function isRunning(identity: ProcessIdentity): Promise<boolean> {
  const now = await identifyProcess(identity.pid);
  return now !== undefined && now.startedAt === identity.startedAt;
}

/** Waits for a process to end; `false` when it is still there after `timeoutMs`. */
export async function waitUntilGone(identity: ProcessIdentity, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (await isRunning(identity)) {
    if (performance.now() >= deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

/** Whether the process is a PostgreSQL server whose data directory is `clusterDir` (a real path). */
export async function isPostgresOf(pid: number, clusterDir: string): Promise<boolean> {
  if (process.platform === 'linux') {
    const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '');
    const workingDir = await readlink(`/proc/${pid}/cwd`).catch(() => '');
    // Every PostgreSQL process works in its data directory, even after the directory was renamed.
    return name.trim() === 'postgres' && workingDir === clusterDir;
  }
  const command = (await runProgram('ps', ['-ww', '-o', 'command=', '-p', String(pid)])).stdout;
  return command.includes('postgres') && command.includes(`-D ${clusterDir} `);
}

/**
 * Every PostgreSQL process of that data directory, server and backends. Where there is no /proc the
 * list is empty, and PostgreSQL's own check of shared memory has to refuse the second server.
 */
export async function listPostgresOf(clusterDir: string): Promise<ProcessIdentity[]> {
  const entries = await readdir('/proc').catch(() => []);
  const found: ProcessIdentity[] = [];
  for (const entry of entries) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || !(await isPostgresOf(pid, clusterDir))) continue;
    const identity = await identifyProcess(pid);
    if (identity !== undefined) found.push(identity);
  }
  return found;
}

/** Sends a signal; a process that has just ended is no error. */
export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (failure) {
    if (!isSystemError(failure, 'ESRCH')) throw failure;
  }
}

/** Whether `failure` is the operating system's error of one of these names, such as `ENOENT`. */
export function isSystemError(failure: unknown, ...codes: readonly string[]): boolean {
  return (
    typeof failure === 'object' &&
    failure !== null &&
    'code' in failure &&
    codes.includes(String(failure.code))
  );
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (failure) {
    return isSystemError(failure, 'EPERM');
  }
}
