import { chmod, mkdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { CodedError } from '../errors/coded-error.js';
import { assertReachable } from './assert-reachable.js';
import { createCluster, inspectCluster, mendPermissions, replacePassword } from './cluster.js';
import { loadDatabasePassword } from './database-password.js';
import { embeddedPostgresErrors } from './embedded-postgres-errors.js';
import { launchServer, type LaunchedServer } from './launch-server.js';
import { lockDataDir } from './lock-data-dir.js';
import { findPostgres } from './postgres-binaries.js';
import { isSystemError } from './process-table.js';
import { chooseServiceUser } from './service-user.js';
import { stopOrphans } from './stop-orphans.js';

/** One product needs some forty at most. */
const MAX_CONNECTIONS = 60;

export interface EmbeddedPostgresOptions {
  /** Directory for the database, its password, its log and the lock; created when missing. */
  readonly dataDir: string;
  readonly log: (line: string) => void;
  /** How many may be connected at a time. */
  readonly maxConnections?: number;
  /** Called once when the server ends without `stop()`. It is not started again. */
  readonly onUnexpectedEnd?: (reason: CodedError) => void;
}

export interface EmbeddedPostgresServer {
  /** Address of the database `cunqin` with the password of its owner. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Fast shutdown; settles when the server is gone and the data directory free. May be called again. */
  stop(): Promise<void>;
}

/**
 * Runs PostgreSQL inside `dataDir`, on loopback only, for as long as this process lives: after
 * `stop()`, after the end of this process and even after `kill -9` no server is left behind.
 *
 * The database has no superuser to sign in with; `cunqin` owns its database and may create others.
 *
 * @throws CodedError `PLATFORM.…` of the catalogue in `embedded-postgres-errors.ts`, first of all
 *   `PLATFORM.DATA_DIR_IN_USE` when another living process uses `dataDir`; that one is not disturbed
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgresServer> {
  try {
    const dataDir = await prepareDataDir(options.dataDir);
    const lock = await lockDataDir(dataDir);
    try {
      const launched = await openDatabase(dataDir, options);
      options.log(`embedded PostgreSQL runs on 127.0.0.1:${launched.port}, process ${launched.pid}`);
      return supervise(launched, options, () => lock.release());
    } catch (failure) {
      await lock.release();
      throw failure;
    }
  } catch (failure) {
    if (isSystemError(failure, 'EACCES', 'EPERM', 'EROFS')) {
      throw embeddedPostgresErrors.dataDirNotWritable(options.dataDir, failure);
    }
    throw failure;
  }
}

async function prepareDataDir(requested: string): Promise<string> {
  // The service user has to pass through every directory made here, too.
  await mkdir(requested, { recursive: true, mode: isRoot() ? 0o711 : 0o700 });
  const dataDir = await realpath(requested);
  if (isRoot()) {
    // The service user has to pass through to its own directory. Passing is all this allows.
    const { mode } = await stat(dataDir);
    if ((mode & 0o011) !== 0o011) await chmod(dataDir, mode | 0o011);
  }
  return dataDir;
}

async function openDatabase(
  dataDir: string,
  { log, maxConnections = MAX_CONNECTIONS }: EmbeddedPostgresOptions,
): Promise<LaunchedServer> {
  const clusterDir = join(dataDir, 'postgres');
  const existing = await inspectCluster(clusterDir);
  const user = isRoot() ? await chooseServiceUser(existing?.owner) : undefined;
  await assertReachable(dataDir, user);
  const binaries = await findPostgres(user);
  if (existing !== undefined && existing.majorVersion !== binaries.majorVersion) {
    throw embeddedPostgresErrors.otherMajorVersion(clusterDir, existing.majorVersion, binaries.majorVersion);
  }

  const password = await loadDatabasePassword(dataDir);
  if (existing === undefined) {
    await createCluster(clusterDir, password.value, binaries, user);
    log(`created a PostgreSQL ${binaries.majorVersion} database in ${clusterDir}`);
  } else {
    await mendPermissions(clusterDir, existing.owner, user);
    const ended = await stopOrphans(clusterDir);
    if (ended.length > 0) log(`ended PostgreSQL processes of an earlier run: ${ended.join(', ')}`);
    if (password.isNew) await replacePassword(clusterDir, password.value, binaries, user);
  }
  return launchServer({
    postgres: binaries.postgres,
    clusterDir,
    logPath: join(dataDir, 'postgres.log'),
    user,
    password: password.value,
    maxConnections,
  });
}

function supervise(
  launched: LaunchedServer,
  { log, onUnexpectedEnd }: EmbeddedPostgresOptions,
  free: () => Promise<void>,
): EmbeddedPostgresServer {
  let stopping: Promise<void> | undefined;
  void launched.server.ended.then(async (how) => {
    if (stopping !== undefined) return;
    const said = await launched.lastLogLines().catch(() => '');
    const reason = embeddedPostgresErrors.stoppedByItself(how, said);
    log(reason.message);
    onUnexpectedEnd?.(reason);
  });
  const stop = async () => {
    await launched.server.stop();
    await free();
    log('embedded PostgreSQL stopped');
  };
  return {
    url: launched.url,
    port: launched.port,
    pid: launched.pid,
    stop: () => (stopping ??= stop()),
  };
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}
