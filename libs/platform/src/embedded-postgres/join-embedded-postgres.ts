import { realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CodedError } from '../errors/coded-error.js';
import { inspectCluster } from './cluster.js';
import { readDatabasePassword } from './database-password.js';
import { embeddedPostgresErrors } from './embedded-postgres-errors.js';
import { readPostmasterPid } from './postmaster-pid.js';
import { isPostgresOf } from './process-table.js';
import { DATABASE_NAME, DATABASE_ROLE } from './server-settings.js';
import { startEmbeddedPostgres, type EmbeddedPostgresOptions } from './start-embedded-postgres.js';

/** A way to a database that is there already. */
export interface JoinedDatabase {
  readonly url: string;
  /** Ends what was started for this; a server that others run goes on. */
  close(): Promise<void>;
}

// Whoever holds the directory may be starting its server just now, after a power cut with recovery.
const PATIENCE_MS = 60_000;
const POLL_MS = 100;

/**
 * Opens the database in `dataDir`: by the server that runs on it now, such as that of `npm start`, or else by
 * one of our own until `close()`. Creates nothing.
 *
 * @throws CodedError `PLATFORM.NO_DATABASE` when there is none in `dataDir`; else as `startEmbeddedPostgres`
 */
export async function joinEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<JoinedDatabase> {
  if ((await inspectCluster(join(options.dataDir, 'postgres'))) === undefined) {
    throw embeddedPostgresErrors.noDatabase(options.dataDir);
  }
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      const server = await startEmbeddedPostgres(options);
      return { url: server.url, close: () => server.stop() };
    } catch (failure) {
      if (!(failure instanceof CodedError) || failure.code !== 'PLATFORM.DATA_DIR_IN_USE') throw failure;
      const url = await addressOfRunning(await realpath(options.dataDir));
      if (url !== undefined) return { url, close: () => Promise.resolve() };
      if (performance.now() >= deadline) throw failure;
      await sleep(POLL_MS);
    }
  }
}

/** `undefined` while no server of this directory accepts connections. */
async function addressOfRunning(dataDir: string): Promise<string | undefined> {
  const clusterDir = join(dataDir, 'postgres');
  const stated = await readPostmasterPid(clusterDir);
  if (stated?.ready !== true || !(await isPostgresOf(stated.pid, clusterDir))) return undefined;
  const password = await readDatabasePassword(dataDir);
  if (password === undefined) return undefined;
  return `postgres://${DATABASE_ROLE}:${password}@127.0.0.1:${stated.port}/${DATABASE_NAME}`;
}
