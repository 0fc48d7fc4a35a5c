import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

export type Reader = 'ours' | 'node-zklib' | 'zkteco-js';

const PORT = z.object({ port: z.number() });
const MEASURED = z.object({ ms: z.number(), records: z.number(), memoryBytes: z.number() });
export type Measured = z.infer<typeof MEASURED>;

const RUNS = 3;

/** A package of npm now and then loses records even at its pace: only complete reads are compared. */
const MOST_TRIES = 8;
const TIME_LIMIT_MS = 120_000;

/** An emulated clock in a process of its own. */
export class ClockProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly port: number,
  ) {}

  /** @param gapMs milliseconds between two packets of a transfer, 0 for back to back */
  static async start(punches: number, gapMs: number): Promise<ClockProcess> {
    const child = fork(path('clock-process.ts'), [String(punches), String(gapMs)]);
    return new ClockProcess(child, await heardPort(child));
  }

  /** People punch. */
  async add(punches: number): Promise<void> {
    const heard = heardPort(this.child);
    this.child.send({ add: punches });
    await heard;
  }

  stop(): void {
    this.child.disconnect();
  }
}

/**
 * Reads a log in a process of its own, three times completely, each time in a new one. @returns the medians
 * @throws Error when a reader does not manage that
 */
export async function readInProcess(reader: Reader, port: number, punches: number): Promise<Measured> {
  const runs: Measured[] = [];
  for (let left = reader === 'ours' ? RUNS : MOST_TRIES; runs.length < RUNS; left -= 1) {
    const measured = await readOnce(reader, port);
    if (measured.records === punches) runs.push(measured);
    if (left <= RUNS - runs.length)
      throw new Error(`${reader} read ${measured.records} of ${punches} records`);
  }
  return {
    ms: median(runs.map(({ ms }) => ms)),
    records: punches,
    memoryBytes: median(runs.map(({ memoryBytes }) => memoryBytes)),
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

async function readOnce(reader: Reader, port: number): Promise<Measured> {
  const ours = reader === 'ours';
  const child = fork(path(`readers/${reader}.${ours ? 'ts' : 'mjs'}`), [String(port)], {
    cwd: tmpdir(),
    // The packages write to standard output.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: ours ? absolute(process.execArgv) : [],
    timeout: TIME_LIMIT_MS,
  });
  const ended = once(child, 'exit').then((): never => {
    throw new Error(`${reader} ended without a result`);
  });
  const heard: unknown[] = await Promise.race([once(child, 'message'), ended]);
  ended.catch(() => undefined);
  return MEASURED.parse(heard[0]);
}

async function heardPort(child: ChildProcess): Promise<number> {
  const ended = once(child, 'exit').then((): never => {
    throw new Error('the emulated clock ended');
  });
  const heard: unknown[] = await Promise.race([once(child, 'message'), ended]);
  ended.catch(() => undefined);
  return PORT.parse(heard[0]).port;
}

function path(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}

/** The hooks this process was started with are named relative to its working directory. */
function absolute(execArgv: readonly string[]): string[] {
  return execArgv.map((part) =>
    part.startsWith('./') ? fileURLToPath(new URL(part, `file://${process.cwd()}/`)) : part,
  );
}
