import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { embeddedPostgresErrors } from './embedded-postgres-errors.js';
import { readPostmasterPid } from './postmaster-pid.js';
import { isSystemError } from './process-table.js';
import { ServerLog } from './server-log.js';
import { DATABASE_NAME, DATABASE_ROLE, serverArguments } from './server-settings.js';
import type { ServiceUser } from './service-user.js';
import { spawnWatchedPostgres, type WatchedPostgres } from './watched-postgres.js';

export interface LaunchOptions {
  readonly postgres: string;
  readonly clusterDir: string;
  readonly logPath: string;
  readonly user: ServiceUser | undefined;
  readonly password: string;
  readonly maxConnections: number;
  /** Finds a free port; replaceable to show what happens when somebody else takes it first. */
  readonly choosePort?: () => Promise<number>;
}

export interface LaunchedServer {
  readonly server: WatchedPostgres;
  readonly pid: number;
  readonly port: number;
  readonly url: string;
  /** What the server has said last. */
  lastLogLines(): Promise<string>;
}

const PORT_ATTEMPTS = 5;
// Recovery after a power cut has to replay up to 256 MB of log, on a slow disk perhaps.
const READY_TIMEOUT_MS = 180_000;
const POLL_MS = 25;

/**
 * Starts the server on a free port of 127.0.0.1 and waits until it answers.
 *
 * @throws CodedError `PLATFORM.DATABASE_START_FAILED` with the last lines of its log
 */
export async function launchServer(options: LaunchOptions): Promise<LaunchedServer> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await (options.choosePort ?? freePort)();
    const log = await ServerLog.open(options.logPath);
    try {
      const server = spawnWatchedPostgres({
        postgres: options.postgres,
        args: serverArguments(options.clusterDir, port, options.maxConnections),
        clusterDir: options.clusterDir,
        user: options.user,
        logFd: log.fd,
      });
      const trouble = await waitUntilReady(server, options.clusterDir);
      if (trouble === undefined && server.pid !== undefined) {
        const url = `postgres://${DATABASE_ROLE}:${options.password}@127.0.0.1:${port}/${DATABASE_NAME}`;
        await proveItAnswers(url, server, log);
        return { server, pid: server.pid, port, url, lastLogLines: () => log.lastLines() };
      }
      await server.stop();
      const said = await log.lastLines();
      const portWasTaken = said.includes('Address already in use');
      if (!portWasTaken || attempt === PORT_ATTEMPTS) {
        throw embeddedPostgresErrors.startFailed(trouble ?? 'it has no process number', said);
      }
    } finally {
      await log.close();
    }
  }
}

/** @returns what went wrong, or `undefined` when the server accepts connections */
async function waitUntilReady(server: WatchedPostgres, clusterDir: string): Promise<string | undefined> {
  const deadline = performance.now() + READY_TIMEOUT_MS;
  while (performance.now() < deadline) {
    if (server.hasEnded()) return `it ended with ${await server.ended}`;
    // Its own word, not a connection: another program could have taken the port.
    const stated = await readPostmasterPid(clusterDir);
    if (stated?.pid === server.pid && stated?.ready === true) return undefined;
    await sleep(POLL_MS);
  }
  return `it was not ready after ${READY_TIMEOUT_MS / 1000} s`;
}

async function proveItAnswers(url: string, server: WatchedPostgres, log: ServerLog): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  try {
    await client.connect();
    await client.query('SELECT 1');
  } catch (failure) {
    await server.stop();
    const reason = isSystemError(failure, '28P01')
      ? 'the file postgres-password is not of this database; remove the file and a new password is set'
      : 'it accepts no query';
    throw embeddedPostgresErrors.startFailed(reason, await log.lastLines(), failure);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address !== null
          ? resolve(address.port)
          : reject(new Error('the listening socket has no port')),
      );
    });
  });
}
