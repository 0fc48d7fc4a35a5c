import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { embeddedPostgresErrors } from './embedded-postgres-errors.js';
import { runProgram } from './run-program.js';
import type { ServiceUser } from './service-user.js';

/**
 * Makes sure that the service user can get to a file or directory.
 *
 * @param path absolute, existing
 * @throws CodedError `PLATFORM.DIRECTORY_CLOSED` naming the first directory that is shut
 */
export async function assertReachable(path: string, user: ServiceUser | undefined): Promise<void> {
  if (user === undefined) return;
  // Asking as that user also answers for access lists and mounts, which mode bits do not show.
  const probe = await runProgram('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], { as: user });
  if (probe.exitCode === 0) return;
  throw embeddedPostgresErrors.directoryClosed(await firstShut(path, user), path, user.name);
}

async function firstShut(path: string, user: ServiceUser): Promise<string> {
  const parents: string[] = [];
  for (let parent = dirname(path); parent !== dirname(parent); parent = dirname(parent)) {
    parents.unshift(parent);
  }
  for (const parent of parents) {
    const { mode, uid, gid } = await stat(parent);
    const mayEnter = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & mayEnter) === 0) return parent;
  }
  return path;
}
