import { rm } from 'node:fs/promises';
import { embeddedPostgresErrors } from './embedded-postgres-errors.js';
import { postmasterPidPath, readPostmasterPid } from './postmaster-pid.js';
import {
  identifyProcess,
  isPostgresOf,
  isRunning,
  listPostgresOf,
  signalProcess,
  waitUntilGone,
  type ProcessIdentity,
} from './process-table.js';

// Fast shutdown; then without a checkpoint, which costs a recovery but no data; then by force.
const SERVER_STEPS = [
  ['SIGINT', 10_000],
  ['SIGQUIT', 8_000],
  ['SIGKILL', 3_000],
] as const;

// Backends whose server is gone notice it by themselves, unless they are in the middle of a query.
const BACKEND_STEPS = [
  ['SIGTERM', 2_000],
  ['SIGQUIT', 2_000],
  ['SIGKILL', 3_000],
] as const;

/**
 * Ends whatever PostgreSQL an earlier run left behind in `clusterDir` and removes a stale
 * `postmaster.pid`. To be called only while holding the lock of the data directory.
 *
 * A number in `postmaster.pid` that belongs to another program by now is left alone.
 *
 * @returns process numbers of what was ended
 * @throws CodedError `PLATFORM.ORPHAN_WILL_NOT_STOP`
 */
export async function stopOrphans(clusterDir: string): Promise<number[]> {
  const ended: number[] = [];
  const stated = await readPostmasterPid(clusterDir);
  const server = stated === undefined ? undefined : await identifyProcess(stated.pid);
  if (server !== undefined && (await isPostgresOf(server.pid, clusterDir))) {
    await endProcess(server, SERVER_STEPS);
    ended.push(server.pid);
  }
  for (const backend of await listPostgresOf(clusterDir)) {
    await endProcess(backend, BACKEND_STEPS);
    ended.push(backend.pid);
  }
  await rm(postmasterPidPath(clusterDir), { force: true });
  return ended;
}

async function endProcess(
  identity: ProcessIdentity,
  steps: readonly (readonly [NodeJS.Signals, number])[],
): Promise<void> {
  for (const [signal, patienceMs] of steps) {
    if (await isRunning(identity)) signalProcess(identity.pid, signal);
    if (await waitUntilGone(identity, patienceMs)) return;
  }
  throw embeddedPostgresErrors.orphanWillNotStop(identity.pid);
}
