import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { until } from './until.js';

const MAIN = fileURLToPath(new URL('../../dist/apps/standalone/src/main.js', import.meta.url));
const START_MS = 25_000;

/** How a program ended. */
export interface Ending {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
}

/** The built standalone program, running as `npm start` runs it. */
export class Program {
  private output = '';
  private errors = '';
  private readonly ended: Promise<unknown[]>;

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (this.errors += text));
    this.ended = once(child, 'close');
  }

  /** Starts it with an environment in which nothing is set but `env` and what a process needs to run. */
  static start(env: Readonly<Record<string, string>>): Program {
    const { PATH, HOME, TMPDIR } = process.env;
    const surroundings = { PATH, HOME, TMPDIR, PORT: '0', ...env };
    return new Program(
      spawn(process.execPath, ['--enable-source-maps', MAIN], {
        env: surroundings,
        stdio: ['ignore', 'pipe', 'pipe'],
      }),
    );
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get stdout(): string {
    return this.output;
  }

  /** @returns the address it printed in its line `ready http://…` */
  async ready(): Promise<string> {
    const line = /^ready (http:\/\/\S+)$/m;
    const text = await until(
      'the program to be ready',
      () => this.output + (this.child.exitCode === null ? '' : `\nended: ${this.errors}`),
      (output) => line.test(output) || this.child.exitCode !== null,
      START_MS,
    );
    const address = line.exec(text)?.[1];
    if (address === undefined) throw new Error(`the program ended before it was ready: ${text}`);
    return address;
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Waits until it has ended and its output is read. */
  async end(): Promise<Ending> {
    const begun = performance.now();
    await this.ended;
    const { exitCode: status, signalCode: signal } = this.child;
    const durationMs = performance.now() - begun;
    return { status, signal, stdout: this.output, stderr: this.errors, durationMs };
  }

  /** For clean-ups: whatever state it is in, it and its children end. */
  async kill(): Promise<void> {
    const children = descendantsOf(this.pid);
    this.child.kill('SIGKILL');
    await this.ended;
    for (const pid of children) {
      if (isAlive(pid)) process.kill(pid, 'SIGKILL');
    }
  }
}

/** Process ids of the children of a process, and of theirs. */
export function descendantsOf(pid: number): number[] {
  const { stdout } = spawnSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' });
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const found = [pid];
  for (const parent of found) {
    found.push(...rows.flatMap(([child = 0, itsParent]) => (itsParent === parent ? [child] : [])));
  }
  return found.slice(1);
}

/** Whether a process runs; one that ended but was not yet collected does not. */
export function isAlive(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.trim() !== '' && !stdout.trim().startsWith('Z');
}
