import { spawn } from 'node:child_process';

/**
 * All that a program started by us sees of our environment. Secrets given to us in variables and
 * settings such as PGDATA must not reach the server, and messages must be in English.
 */
export const PROGRAM_ENVIRONMENT = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
} as const;

export interface ProgramResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ProgramOptions {
  /** Run as this user; absent: as ourselves. */
  readonly as?: { readonly uid: number; readonly gid: number } | undefined;
  readonly cwd?: string;
  readonly input?: string;
}

/**
 * Runs a program to its end and collects what it says.
 *
 * @throws the system's error (ENOENT, EACCES …) when it cannot be started at all
 */
export function runProgram(
  file: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<ProgramResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      // Our own working directory may be one that the other user cannot enter.
      cwd: options.cwd ?? '/',
      env: PROGRAM_ENVIRONMENT,
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(options.as === undefined ? {} : { uid: options.as.uid, gid: options.as.gid }),
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    // A program that ends without reading its input is judged by its exit code, not by our pipe.
    child.stdin.on('error', () => undefined);
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
    child.stdin.end(options.input ?? '');
  });
}
