import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { embeddedPostgresErrors } from './embedded-postgres-errors.js';
import { postmasterPidPath } from './postmaster-pid.js';
import { PROGRAM_ENVIRONMENT } from './run-program.js';
import type { ServiceUser } from './service-user.js';

/** A PostgreSQL server that does not outlive us. */
export interface WatchedPostgres {
  readonly pid: number | undefined;
  /** How it ended, in words; settles when it has ended, never rejects. */
  readonly ended: Promise<string>;
  hasEnded(): boolean;
  /**
   * Fast shutdown, then harder ones; settles when the process is gone.
   *
   * @throws CodedError `PLATFORM.ORPHAN_WILL_NOT_STOP` when not even SIGKILL ends it (a hanging disk)
   */
  stop(): Promise<void>;
}

export interface WatchedPostgresOptions {
  readonly postgres: string;
  readonly args: readonly string[];
  readonly clusterDir: string;
  readonly user: ServiceUser | undefined;
  /** Receives all that the server says. */
  readonly logFd: number;
}

/**
 * The shell becomes PostgreSQL by `exec`, so our child is the server itself. Before that it leaves
 * behind a reader of our pipe, detached by a double fork so that the server has no strange child.
 * A line on the pipe dismisses the reader; the end of the pipe without a line means we were killed,
 * and the server is shut down: fast for ten seconds, then immediately. The number is compared with
 * postmaster.pid before every signal.
 */
const WATCHDOG_SCRIPT = `
exec 3<&0 </dev/null
pidfile=$1; shift
server=$$
( (
  if read -r farewell <&3; then exit 0; fi
  round=0
  while [ $round -lt 60 ] && kill -0 $server 2>/dev/null; do
    owner=
    { read -r owner <"$pidfile"; } 2>/dev/null
    if [ "$owner" = $server ]; then
      if [ $round -lt 10 ]; then kill -INT $server; else kill -QUIT $server; fi
    fi
    round=$((round + 1))
    sleep 1
  done
) & )
exec "$@" 3<&-
`;

const SHUTDOWN_STEPS = [
  ['SIGINT', 6_000],
  ['SIGQUIT', 8_000],
  ['SIGKILL', 5_000],
] as const;

/** Starts PostgreSQL in a session of its own, where the Ctrl-C of our terminal does not reach it. */
export function spawnWatchedPostgres(options: WatchedPostgresOptions): WatchedPostgres {
  const { postgres, args, clusterDir, user, logFd } = options;
  const child = spawn(
    '/bin/sh',
    ['-c', WATCHDOG_SCRIPT, 'sh', postmasterPidPath(clusterDir), postgres, ...args],
    {
      detached: true,
      cwd: '/',
      env: PROGRAM_ENVIRONMENT,
      stdio: ['pipe', logFd, logFd],
      ...(user === undefined ? {} : { uid: user.uid, gid: user.gid }),
    },
  );
  const farewell = child.stdin;
  // The reader may be gone already; then nobody needs the farewell.
  farewell?.on('error', () => undefined);
  let over = false;
  const ended = new Promise<string>((resolve) => {
    child.once('error', (failure) => resolve(`it could not be run: ${failure.message}`));
    child.once('exit', (code, signal) => resolve(signal === null ? `status ${code}` : `signal ${signal}`));
  }).then((how) => {
    over = true;
    farewell?.end('farewell\n');
    return how;
  });
  // A program that has nothing left to do may end; the watchdog then stops the server.
  child.unref();
  if (farewell instanceof Socket) farewell.unref();

  const stopInSteps = async () => {
    for (const [signal, patienceMs] of SHUTDOWN_STEPS) {
      if (!over) child.kill(signal);
      const patience = new AbortController();
      await Promise.race([
        ended,
        sleep(patienceMs, undefined, { signal: patience.signal }).catch(() => undefined),
      ]);
      patience.abort();
      if (over) return;
    }
    throw embeddedPostgresErrors.orphanWillNotStop(child.pid ?? 0);
  };
  let stopping: Promise<void> | undefined;
  return { pid: child.pid, ended, hasEnded: () => over, stop: () => (stopping ??= stopInSteps()) };
}
