import { EmulatedClock, EmulatedPushClock, type EmulatedPunch } from '@cunqin/clock-protocol';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { COMMAND } from '../../libs/clock-protocol/src/wire/commands.js';
import { freePort } from '../support/redis-server.js';
import { OwnRedis } from './own-redis.js';
import { OwnServer } from './own-server.js';
import { BEGIN, CADRE_NUMBERS, PLACED_FROM, planTown, type PlannedClock } from './town-plan.js';
import { SharedTime, TownProcess } from './town-process.js';

const TIME_ZONE = 'Asia/Shanghai';
const ADMIN_PASSWORD = 'only for the faults run';
const CALL_MS = 8_000;
const PUSH_INTERVAL_MS = 200;
const SPOKEN_LATELY_MS = 400;

export type QueueKind = 'postgres' | 'redis';

export interface TownOptions {
  readonly seed: number;
  readonly queue: QueueKind;
  /** Each clock holds so many old punches more than the one before: how long it takes to read them. */
  readonly growth: number;
}

/** A device of the town and its row in the registry. */
export class FaultClock {
  id = 0;
  /** Everything that was ever punched here, in order. */
  readonly held: EmulatedPunch[];
  private next = 0;
  private spokeAt = Number.NEGATIVE_INFINITY;

  private constructor(
    readonly plan: PlannedClock,
    readonly device: EmulatedClock | EmulatedPushClock,
    readonly port: number,
  ) {
    this.held = [...plan.before];
  }

  static async start(plan: PlannedClock, localTime: () => string, serverUrl: string): Promise<FaultClock> {
    if (plan.driver === 'push') {
      const serialNumber = `PUSH${plan.villageCode}`;
      const device = new EmulatedPushClock({
        serverUrl,
        serialNumber,
        punches: plan.before,
        intervalMs: PUSH_INTERVAL_MS,
        timeoutMs: 2_000,
      });
      return new FaultClock(plan, device, 0);
    }
    const spoken = { command: (_command: number): void => undefined };
    const device = new EmulatedClock({
      ...plan.hardware,
      punches: plan.before,
      now: localTime,
      onCommand: (command) => spoken.command(command),
    });
    const { port } = await device.listen({ host: '127.0.0.1', port: 0 });
    const clock = new FaultClock(plan, device, port);
    spoken.command = (command) => {
      clock.spokeAt = command === COMMAND.EXIT ? Number.NEGATIVE_INFINITY : performance.now();
    };
    return clock;
  }

  /** Whether somebody reads it at this moment, as far as it can tell. */
  get isBeingRead(): boolean {
    return performance.now() - this.spokeAt < SPOKEN_LATELY_MS;
  }

  /** What was planned between two times is punched. A clock that shows a time already has seen all before it. */
  liveThrough(shown: string, until: string): void {
    const { punches } = this.plan;
    const from = this.next;
    while ((punches[this.next]?.clockTime ?? '9') <= until) this.next += 1;
    const punched = punches.slice(from, this.next).filter(({ clockTime }) => clockTime > shown);
    this.held.push(...punched);
    this.device.addPunches(punched);
  }

  setNetwork(state: 'up' | 'down'): void {
    if (this.device instanceof EmulatedClock) this.device.setNetwork(state);
  }

  async close(): Promise<void> {
    if (this.device instanceof EmulatedClock) await this.device.close();
  }
}

/**
 * A township in processes: PostgreSQL, one api, two workers, Redis if wanted, each of which can be killed; its clocks are
 * devices on loopback in this process, which is not. Its time is set by hand.
 */
export class FaultTown {
  readonly promised: string[] = [];
  private turn = 0;
  private token = '';
  private readonly stopPushing = new AbortController();

  private constructor(
    readonly server: OwnServer,
    readonly redis: OwnRedis | null,
    readonly api: TownProcess,
    readonly workers: readonly TownProcess[],
    readonly clocks: readonly FaultClock[],
    readonly env: Readonly<Record<string, string>>,
    private readonly time: SharedTime,
    private readonly directory: string,
  ) {}

  static async start(options: TownOptions): Promise<FaultTown> {
    const undo: (() => Promise<unknown>)[] = [];
    try {
      const directory = await mkdtemp(join(tmpdir(), 'cunqin-faults-town-'));
      undo.push(() => rm(directory, { recursive: true, force: true }));
      const server = await OwnServer.create();
      undo.push(() => server.remove());
      const redis = options.queue === 'redis' ? await OwnRedis.start() : null;
      undo.push(async () => redis?.remove());
      const time = new SharedTime(BEGIN.toZonedDateTime(TIME_ZONE).toInstant());
      const env = {
        DATABASE_URL: server.url,
        ...(redis !== null && { QUEUE_URL: redis.url }),
        DATA_DIR: directory,
        PORT: String(await freePort()),
        ADMIN_PASSWORD,
        SECRET_KEY: 'a master key that only the faults run uses',
        CLOCK_NETWORKS: '127.0.0.0/8',
      };
      const localTime = (): string => local(time.now());
      const clocks: FaultClock[] = [];
      undo.push(() => Promise.all(clocks.map((clock) => clock.close())));
      for (const plan of planTown(options.seed, options.growth)) {
        clocks.push(await FaultClock.start(plan, localTime, `http://127.0.0.1:${env.PORT}`));
      }
      const api = new TownProcess('api', env, time);
      const workers = [new TownProcess('worker', env, time), new TownProcess('worker', env, time)];
      const town = new FaultTown(server, redis, api, workers, clocks, env, time, directory);
      undo.push(() => Promise.all([api, ...workers].map((one) => one.kill())));
      await town.setUp();
      return town;
    } catch (failure) {
      for (const step of undo.reverse()) await step().catch(() => undefined);
      throw failure;
    }
  }

  async stop(): Promise<void> {
    this.stopPushing.abort();
    await Promise.all([this.api, ...this.workers].map((one) => one.kill()));
    await Promise.all(this.clocks.map((clock) => clock.close()));
    await this.redis?.remove();
    await this.server.remove();
    await rm(this.directory, { recursive: true, force: true });
  }

  /** The time the clocks of the town show. */
  localTime(): Temporal.PlainDateTime {
    return Temporal.PlainDateTime.from(local(this.time.now()));
  }

  /**
   * Time goes on to a moment, and people punched until then. A clock shows the new time and holds the new punches at once:
   * no read can find the one without the other.
   */
  async liveUntil(moment: Temporal.PlainDateTime): Promise<void> {
    const shown = local(this.time.now());
    for (const clock of this.clocks) clock.liveThrough(shown, moment.toString({ smallestUnit: 'second' }));
    this.time.set(moment.toZonedDateTime(TIME_ZONE).toInstant());
    this.turn += 1;
    await Promise.all([this.api, ...this.workers].map((one) => one.hearTime(this.turn)));
  }

  /** The timers of every worker come round, so that everybody wants everything at once. */
  fire(): void {
    for (const worker of this.workers) worker.fire();
  }

  /**
   * The minutes pass after which a dead worker's clock is free and a clock that failed is tried again. A worker that is alive
   * has its clock taken away, too: then two talk to it at once.
   */
  async letLeasesEnd(): Promise<void> {
    await this.server.query('DELETE FROM clock_lease');
    await this.server.query('DELETE FROM clock_backoff');
  }

  /** Asks for a read without waiting; its name is kept: it was promised. */
  async promiseRead(clock: FaultClock, full: boolean): Promise<void> {
    const { readId } = await this.ask<{ readId: string }>('POST', `clocks/${clock.id}/poll?full=${full}`);
    this.promised.push(readId);
  }

  async ask<T>(method: string, path: string, body?: object): Promise<T> {
    const answer = await fetch(`http://127.0.0.1:${this.env['PORT']}/api/${path}`, {
      method,
      headers: { authorization: this.token, 'content-type': 'application/json' },
      signal: AbortSignal.timeout(CALL_MS),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as T;
  }

  private async setUp(): Promise<void> {
    for (const one of [this.api, ...this.workers]) one.start();
    await this.api.up();
    const { accessToken } = await this.ask<{ accessToken: string }>('POST', 'auth/login', {
      username: 'admin',
      password: ADMIN_PASSWORD,
    });
    this.token = `Bearer ${accessToken}`;
    await this.hireOffice();
    for (const clock of this.clocks) await this.register(clock);
    await Promise.all(CADRE_NUMBERS.map((number) => this.addCadre(number)));
    for (const { device } of this.clocks) {
      if (device instanceof EmulatedPushClock) void device.run(this.stopPushing.signal);
    }
    await Promise.all(this.workers.map((worker) => worker.up()));
  }

  private async hireOffice(): Promise<void> {
    const office = { username: 'office', password: ADMIN_PASSWORD, role: 'office' };
    await this.ask('POST', 'users', office);
  }

  private async register(clock: FaultClock): Promise<void> {
    const { villageCode, driver, hardware } = clock.plan;
    await this.ask('POST', 'villages', { code: villageCode, name: `${villageCode}村`, kind: 'village' });
    const { id } = await this.ask<{ id: number }>('POST', 'clocks', {
      name: `${villageCode}村打卡机`,
      villageCode,
      driver,
      placedFrom: PLACED_FROM,
      pollEveryMinutes: 10,
      ...(driver === 'push'
        ? { serialNumber: (clock.device as EmulatedPushClock).serialNumber }
        : { host: '127.0.0.1', port: clock.port, commKey: hardware.commKey ?? 0 }),
    });
    clock.id = id;
  }

  private async addCadre(number: string): Promise<void> {
    const code = `C${number.padStart(3, '0')}`;
    const resident = Number(number) % 4 === 0;
    await this.ask('POST', 'cadres', {
      code,
      name: `干部${number}`,
      office: '党政办',
      category: resident ? 'resident' : 'organ',
      identity: 'civil-servant',
      postSubsidyFen: 80_000,
      managedFrom: '2026-10-01',
      ...(resident && { homeVillageCode: 'V01' }),
    });
    await this.ask('POST', 'enrolments', { cadreCode: code, clockId: 'all', number, from: '2026-10-01' });
  }
}

function local(instant: Temporal.Instant): string {
  return instant.toZonedDateTimeISO(TIME_ZONE).toPlainDateTime().toString({ smallestUnit: 'second' });
}
