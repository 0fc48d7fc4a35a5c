import {
  chmod,
  chown,
  mkdtemp,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { embeddedPostgresErrors } from './embedded-postgres-errors.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import { isSystemError } from './process-table.js';
import { runProgram } from './run-program.js';
import { CLIENT_AUTHENTICATION, DATABASE_NAME, DATABASE_ROLE } from './server-settings.js';
import type { ServiceUser } from './service-user.js';

/** A database directory as found on disk. */
export interface ExistingCluster {
  readonly owner: { readonly uid: number; readonly gid: number };
  /** Content of PG_VERSION, such as `18`. */
  readonly majorVersion: string;
}

const DRAFT_PREFIX = 'postgres.new-';

/**
 * Looks at what is in `clusterDir`; `undefined` when it is missing or empty.
 *
 * @throws CodedError `PLATFORM.DATA_DIR_DAMAGED` for files without PG_VERSION, which only others can
 *   have put there: a new cluster appears whole or not at all
 */
export async function inspectCluster(clusterDir: string): Promise<ExistingCluster | undefined> {
  try {
    const { uid, gid } = await stat(clusterDir);
    if ((await readdir(clusterDir)).length === 0) return undefined;
    const majorVersion = (await readFile(join(clusterDir, 'PG_VERSION'), 'utf8')).trim();
    return { owner: { uid, gid }, majorVersion };
  } catch (failure) {
    if (!isSystemError(failure, 'ENOENT')) throw failure;
    if (await isMissing(clusterDir)) return undefined;
    throw embeddedPostgresErrors.dataDirDamaged(clusterDir);
  }
}

/**
 * Creates the cluster with its one role and one database. It is built in a directory beside and
 * renamed at the end, so that a kill at any moment leaves either all of it or none.
 *
 * UTF-8 with PostgreSQL's own C.UTF-8 collation: the order of names and of indexes does not depend
 * on the machine. The superuser gets no way to sign in.
 *
 * @throws CodedError `PLATFORM.DATABASE_INIT_FAILED`
 */
export async function createCluster(
  clusterDir: string,
  password: string,
  binaries: PostgresBinaries,
  user: ServiceUser | undefined,
): Promise<void> {
  const parent = dirname(clusterDir);
  for (const name of await readdir(parent)) {
    if (!name.startsWith(DRAFT_PREFIX)) continue;
    // An initdb whose starter was killed may still be writing for a moment.
    await rm(join(parent, name), { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }
  const draft = await mkdtemp(join(parent, DRAFT_PREFIX));
  try {
    if (user !== undefined) await chown(draft, user.uid, user.gid);
    const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'];
    const { exitCode, stderr } = await runProgram(
      binaries.initdb,
      ['--pgdata', draft, '--username=postgres', '--auth=reject', '--data-checksums', ...locale],
      { as: user },
    );
    if (exitCode !== 0) throw embeddedPostgresErrors.initialisationFailed(stderr.trim());
    await writeFile(join(draft, 'pg_hba.conf'), CLIENT_AUTHENTICATION);
    await runSingleUser(draft, binaries, user, [
      `CREATE ROLE ${DATABASE_ROLE} LOGIN CREATEDB PASSWORD '${password}'`,
      `CREATE DATABASE ${DATABASE_NAME} OWNER ${DATABASE_ROLE}`,
    ]);
    await rename(draft, clusterDir);
    await syncDirectory(parent);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Gives the role of an existing, stopped cluster another password. */
export async function replacePassword(
  clusterDir: string,
  password: string,
  binaries: PostgresBinaries,
  user: ServiceUser | undefined,
): Promise<void> {
  await runSingleUser(clusterDir, binaries, user, [`ALTER ROLE ${DATABASE_ROLE} PASSWORD '${password}'`]);
}

/**
 * Puts ownership and mode right after a copy or a restore: a directory that root owns goes to the
 * service user, and PostgreSQL refuses one that others can read.
 */
export async function mendPermissions(
  clusterDir: string,
  owner: ExistingCluster['owner'],
  user: ServiceUser | undefined,
): Promise<void> {
  if (user !== undefined && owner.uid !== user.uid) {
    const { exitCode, stderr } = await runProgram('chown', ['-R', `${user.uid}:${user.gid}`, clusterDir]);
    if (exitCode !== 0) {
      throw embeddedPostgresErrors.dataDirNotWritable(clusterDir, new Error(stderr.trim()));
    }
  }
  await chmod(clusterDir, 0o700);
}

/** Runs statements, one a line, without opening any port. */
async function runSingleUser(
  clusterDir: string,
  binaries: PostgresBinaries,
  user: ServiceUser | undefined,
  statements: readonly string[],
): Promise<void> {
  // A refused statement must not end up in a log, it may hold the password.
  const settings = ['-c', 'exit_on_error=on', '-c', 'log_min_error_statement=panic'];
  const { exitCode, stderr } = await runProgram(
    binaries.postgres,
    ['--single', '-D', clusterDir, ...settings, 'postgres'],
    { as: user, input: statements.map((statement) => `${statement};\n`).join('') },
  );
  if (exitCode !== 0) throw embeddedPostgresErrors.initialisationFailed(stderr.trim());
}

async function isMissing(path: string): Promise<boolean> {
  return stat(path).then(
    () => false,
    (failure: unknown) => isSystemError(failure, 'ENOENT'),
  );
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
