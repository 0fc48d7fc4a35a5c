import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isSystemError } from './process-table.js';

/** What a running server says about itself in its data directory. */
export interface PostmasterPid {
  readonly pid: number;
  readonly port: number;
  /** It accepts connections. */
  readonly ready: boolean;
}

export function postmasterPidPath(clusterDir: string): string {
  return join(clusterDir, 'postmaster.pid');
}

/** Reads `postmaster.pid`; `undefined` when there is none or it is not (yet) a process number. */
export async function readPostmasterPid(clusterDir: string): Promise<PostmasterPid | undefined> {
  let text: string;
  try {
    text = await readFile(postmasterPidPath(clusterDir), 'utf8');
  } catch (failure) {
    if (isSystemError(failure, 'ENOENT')) return undefined;
    throw failure;
  }
  // Lines: pid, data directory, start time, port, socket directory, address, shared memory, state.
  const lines = text.split('\n').map((line) => line.trim());
  const pid = Number(lines[0]);
  // A server in single-user mode writes its number negated.
  if (!Number.isInteger(pid) || pid === 0) return undefined;
  return { pid: Math.abs(pid), port: Number(lines[3] ?? 0), ready: lines[7] === 'ready' };
}
