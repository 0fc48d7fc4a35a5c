import { fork, type ChildProcess } from 'node:child_process';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { heardFrom } from './heard.js';
import { median } from './row.js';

export type Peer = 'node-zklib' | 'zkteco-js';

const PORT = z.object({ port: z.number() });
const MEASURED = z.object({ ms: z.number(), records: z.number(), memoryBytes: z.number() });
export type Measured = z.infer<typeof MEASURED>;

const RUNS = 3;

/** On a busy machine a package of npm loses records at any pace now and then: only complete reads are compared. */
const MOST_TRIES = 6;
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
 * Reads a log in a process of its own, each time in a new one, until three reads were complete.
 * @returns the medians of the complete reads; `null` when too few were
 */
export async function readByPeer(peer: Peer, port: number, punches: number): Promise<Measured | null> {
  const complete: Measured[] = [];
  for (let left = MOST_TRIES; complete.length < RUNS && complete.length + left >= RUNS; left -= 1) {
    const measured = await readOnce(peer, port);
    if (measured.records === punches) complete.push(measured);
  }
  return complete.length < RUNS ? null : medians(complete);
}

/** The same for our own reader. @throws Error when a single read is not complete */
export async function readOurs(port: number, punches: number): Promise<Measured> {
  const runs: Measured[] = [];
  while (runs.length < RUNS) {
    const measured = await readOnce('ours', port);
    if (measured.records !== punches) throw new Error(`ours read ${measured.records} of ${punches} records`);
    runs.push(measured);
  }
  return medians(runs);
}

function medians(runs: readonly Measured[]): Measured {
  return {
    ms: median(runs.map(({ ms }) => ms)),
    memoryBytes: median(runs.map(({ memoryBytes }) => memoryBytes)),
    records: median(runs.map(({ records }) => records)),
  };
}

async function readOnce(reader: Peer | 'ours', port: number): Promise<Measured> {
  const ours = reader === 'ours';
  const child = fork(path(`readers/${reader}.${ours ? 'ts' : 'mjs'}`), [String(port)], {
    cwd: tmpdir(),
    // The packages write to standard output.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: ours ? absolute(process.execArgv) : [],
    timeout: TIME_LIMIT_MS,
  });
  return MEASURED.parse(await heardFrom(child));
}

async function heardPort(child: ChildProcess): Promise<number> {
  return PORT.parse(await heardFrom(child)).port;
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
