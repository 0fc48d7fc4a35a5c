import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Temporal } from 'temporal-polyfill';
import { until } from '../support/until.js';

const PROGRAM = fileURLToPath(new URL('process.mjs', import.meta.url));
const START_MS = 30_000;
/** On a busy machine a process may not listen for seconds. */
const TIME_MS = 20_000;
const RESTART_MS = 300;
/** Of what it said, so much is kept: the end. */
const MOST_OUTPUT = 20_000;
const LAST_WORDS = 3_000;

/** What a process was told of the time. */
interface TownTime {
  readonly at: number;
  readonly machine: number;
}

/** The time of the whole town: set by hand, running on at the machine's pace. */
export class SharedTime {
  private told: TownTime;

  constructor(start: Temporal.Instant) {
    this.told = { at: start.epochMilliseconds, machine: Date.now() };
  }

  get asTold(): TownTime {
    return this.told;
  }

  now(): Temporal.Instant {
    return Temporal.Instant.fromEpochMilliseconds(this.told.at + Date.now() - this.told.machine);
  }

  set(at: Temporal.Instant): void {
    this.told = { at: at.epochMilliseconds, machine: Date.now() };
  }
}

/** A worker or an api of the build, which can be killed and started again, any number of times. */
export class TownProcess {
  private child: ChildProcess | null = null;
  private ready = false;
  /** Whether it is meant not to run. */
  private killed = true;
  private heardTurn = 0;
  private output = '';
  /** Times it was started. */
  starts = 0;
  /** What it said last, each time it ended, once it worked, though nobody killed it. */
  readonly lastWords: string[] = [];

  constructor(
    readonly role: 'worker' | 'api',
    private readonly env: Readonly<Record<string, string>>,
    private readonly time: SharedTime,
  ) {}

  get isReady(): boolean {
    return this.ready;
  }

  get runs(): boolean {
    return this.child !== null;
  }

  /** The last things it wrote. */
  get said(): string {
    return this.output;
  }

  /** Starts it and returns at once. */
  start(): void {
    const { PATH, HOME, TMPDIR } = process.env;
    const { at, machine } = this.time.asTold;
    const child = fork(PROGRAM, [this.role], {
      env: { PATH, HOME, TMPDIR, ...this.env, FAULTS_TIME: String(at), FAULTS_MACHINE_TIME: String(machine) },
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    this.child = child;
    this.starts += 1;
    this.ready = false;
    this.killed = false;
    const keep = (text: string): void => {
      this.output = (this.output + text).slice(-MOST_OUTPUT);
    };
    child.stdout?.setEncoding('utf8').on('data', keep);
    child.stderr?.setEncoding('utf8').on('data', keep);
    child.on('message', (message: { kind: string; turn?: number }) => {
      if (message.kind === 'ready') this.ready = true;
      else this.heardTurn = message.turn ?? 0;
    });
    // A message to a process that has just died.
    child.on('error', () => undefined);
    child.once('exit', (code, signal) => {
      if (this.child !== child) return;
      const wasReady = this.ready;
      this.child = null;
      this.ready = false;
      if (this.killed) return;
      keep(`\nended by itself: ${code ?? signal}\n`);
      if (wasReady) this.lastWords.push(this.output.slice(-LAST_WORDS));
      // A start may fail while the database recovers; whoever watches over services tries again.
      setTimeout(() => this.child === null && !this.killed && this.start(), RESTART_MS).unref();
    });
  }

  /** Starts it when it does not run, and waits until it works. */
  async up(): Promise<void> {
    await until(
      `the ${this.role} to be ready`,
      () => {
        if (!this.runs && this.killed) this.start();
        return { ready: this.ready, said: this.output.slice(-2_000) };
      },
      ({ ready }) => ready,
      START_MS,
    );
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    const { child } = this;
    this.killed = true;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  }

  /** Its timers come round. */
  fire(): void {
    if (this.ready) this.send({ kind: 'fire' });
  }

  /** Tells it the time that was set, and waits until it knows, or is gone. */
  async hearTime(turn: number): Promise<void> {
    const { child } = this;
    this.send({ kind: 'time', turn, ...this.time.asTold });
    // One that is starting hears it when it listens.
    if (child === null || !this.ready) return;
    await until(
      `the ${this.role} to know the time`,
      () => this.child !== child || this.heardTurn >= turn,
      (knows) => knows,
      TIME_MS,
    );
  }

  private send(message: object): void {
    if (this.child?.connected === true) this.child.send(message);
  }
}
