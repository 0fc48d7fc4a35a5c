import { setTimeout as wait } from 'node:timers/promises';
import { type Random, randomStream } from '../../apps/standalone/src/demo/town/random.js';
import { until } from '../support/until.js';
import { comeToRest } from './come-to-rest.js';
import { FaultTown, type QueueKind, type TownOptions } from './fault-town.js';
import { BEGIN, END } from './town-plan.js';
import { untruthsOf } from './truths.js';

/** What can be killed with `kill -9`, and how often each is. */
const VICTIMS = [
  ['worker', 60],
  ['backend', 22],
  ['postgres', 12],
  ['api', 6],
] as const;

type Victim = (typeof VICTIMS)[number][0];

/** Kills of these are the ones that were asked for; the others come on top. */
const COUNTED: ReadonlySet<string> = new Set(['worker', 'backend', 'postgres']);

const CLOCK_LOST = 0.3;
const LEASES_END = 0.6;
const PROMISED_READ = 0.5;
const REDIS_FAULT = 0.25;
/** Kills that wait until a clock is being read. The others may find everybody idle, or just starting. */
const IN_THE_MIDDLE = 0.7;
const MOST_WAIT_MS = 400;
const READ_BEGINS_MS = 2_500;
const UP_MS = 30_000;

export interface ChaosReport {
  readonly seed: number;
  readonly queue: QueueKind;
  readonly killed: Readonly<Record<Victim | 'redis', number>>;
  /** Kills while somebody read a clock. */
  readonly midRead: number;
  readonly redisFlushed: number;
  readonly clocksLost: number;
  readonly punches: number;
  readonly reads: number;
  readonly failedReads: number;
  /** Records that were fetched though the ledger held them. */
  readonly readAgain: number;
  readonly seconds: number;
  readonly untruths: readonly string[];
}

export interface ChaosOptions extends TownOptions {
  readonly kills: number;
  readonly progress?: (line: string) => void;
}

/** Lives through three weeks of a town in which something is killed at every step, lets it come to rest, and looks at it. */
export async function wreakHavoc(options: ChaosOptions): Promise<ChaosReport> {
  const began = performance.now();
  const town = await FaultTown.start(options);
  try {
    const havoc = new Havoc(town, randomStream(options.seed, 'havoc', options.queue));
    const span = BEGIN.until(END, { largestUnit: 'minute' }).minutes;
    for (let step = 1; havoc.counted < options.kills; step += 1) {
      const minutes = Math.round((span * Math.min(step, options.kills)) / options.kills);
      await havoc.step(BEGIN.add({ minutes }));
      options.progress?.(`${step}: ${havoc.last}`);
    }
    await comeToRest(town);
    const totals = await totalsOf(town);
    const untruths = await untruthsOf(town);
    const { seed, queue } = options;
    const { killed, midRead, redisFlushed, clocksLost } = havoc;
    const seconds = (performance.now() - began) / 1_000;
    return { seed, queue, killed, midRead, redisFlushed, clocksLost, ...totals, seconds, untruths };
  } finally {
    await town.stop();
  }
}

class Havoc {
  readonly killed = { worker: 0, backend: 0, postgres: 0, api: 0, redis: 0 };
  midRead = 0;
  redisFlushed = 0;
  clocksLost = 0;
  last = '';

  constructor(
    private readonly town: FaultTown,
    private readonly random: Random,
  ) {}

  get counted(): number {
    return Object.entries(this.killed).reduce(
      (sum, [kind, times]) => sum + (COUNTED.has(kind) ? times : 0),
      0,
    );
  }

  /** Time goes on, everybody gets busy, and at some moment something is killed. */
  async step(moment: Parameters<FaultTown['liveUntil']>[0]): Promise<void> {
    const { town, random } = this;
    await this.somebodyWorks();
    if (moment.toString() > town.localTime().toString()) await town.liveUntil(moment);
    if (random.chance(LEASES_END)) await tolerate(town.letLeasesEnd());
    town.fire();
    const promise = random.chance(PROMISED_READ)
      ? tolerate(town.promiseRead(random.pick(town.clocks.slice(0, -1)), random.chance(0.5)))
      : null;
    const lost = random.chance(CLOCK_LOST) ? this.loseClock() : null;
    if (random.chance(IN_THE_MIDDLE)) await this.clockBeingRead();
    await wait(random.integer(0, MOST_WAIT_MS));
    await this.kill(random.pickWeighted(VICTIMS));
    if (town.redis !== null && random.chance(REDIS_FAULT)) await this.breakRedis();
    await Promise.all([promise, lost]);
  }

  private async kill(victim: Victim): Promise<void> {
    const { town, random } = this;
    const midRead = town.clocks.some((clock) => clock.isBeingRead);
    switch (victim) {
      case 'worker': {
        const worker = random.pick(town.workers.filter((one) => one.isReady));
        await worker.kill();
        worker.start();
        break;
      }
      case 'api':
        await town.api.kill();
        town.api.start();
        break;
      case 'backend':
        if (!(await town.server.killBackend((of) => random.integer(0, Math.max(0, of - 1))))) return;
        break;
      case 'postgres':
        await town.server.kill();
        await wait(random.integer(0, 300));
        await town.server.start();
        break;
    }
    this.killed[victim] += 1;
    if (midRead) this.midRead += 1;
    this.last = `${victim}${midRead ? ', a clock being read' : ''}`;
  }

  private async breakRedis(): Promise<void> {
    const { redis } = this.town;
    if (redis === null) return;
    if (this.random.chance(0.5)) {
      await redis.flush();
      this.redisFlushed += 1;
      return;
    }
    await redis.kill();
    this.killed.redis += 1;
    await wait(this.random.integer(0, 300));
    await redis.start();
  }

  /** A clock's line is cut, whatever is on it, and comes back. */
  private async loseClock(): Promise<void> {
    const clock = this.random.pick(this.town.clocks);
    const [before, during] = [this.random.integer(0, 600), this.random.integer(50, 400)];
    await wait(before);
    clock.setNetwork('down');
    this.clocksLost += 1;
    await wait(during);
    clock.setNetwork('up');
  }

  private async clockBeingRead(): Promise<void> {
    const { clocks } = this.town;
    const deadline = performance.now() + READ_BEGINS_MS;
    while (!clocks.some((clock) => clock.isBeingRead) && performance.now() < deadline) await wait(5);
  }

  /** There is somebody to kill in the middle of work. */
  private async somebodyWorks(): Promise<void> {
    const { town } = this;
    await until(
      'a worker to work',
      () => town.workers.map(({ isReady, said }) => (isReady ? 'works' : said.slice(-500))),
      (states) => states.includes('works'),
      UP_MS,
    );
  }
}

/** What fails because something is dead is what this is about. */
async function tolerate(attempt: Promise<unknown>): Promise<void> {
  await attempt.catch(() => undefined);
}

async function totalsOf(
  town: FaultTown,
): Promise<Pick<ChaosReport, 'punches' | 'reads' | 'failedReads' | 'readAgain'>> {
  const [row] = await town.server.query<{ punches: number; reads: number; failed: number; again: number }>(
    `SELECT (SELECT count(*)::integer FROM punch) AS punches, count(*)::integer AS reads,
            count(*) FILTER (WHERE outcome = 'failed')::integer AS failed, sum(duplicates)::integer AS again
     FROM clock_read`,
  );
  return {
    punches: row?.punches ?? 0,
    reads: row?.reads ?? 0,
    failedReads: row?.failed ?? 0,
    readAgain: row?.again ?? 0,
  };
}
