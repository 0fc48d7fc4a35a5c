import type { Role } from '@cunqin/accounts';
import { EmulatedClock, type EmulatedClockOptions } from '@cunqin/clock-protocol';
import { getDataSourceToken } from '@nestjs/typeorm';
import type { Response } from 'supertest';
import { Temporal } from 'temporal-polyfill';
import type { DataSource } from 'typeorm';
import { FirstStart } from '../../apps/api/src/first-start.js';
import { startApi, type StartedApi } from '../../apps/api/src/http/testing/start-api.js';

const TIME_ZONE = 'Asia/Shanghai';

/** A clock of the town: the device on loopback and its row in the registry. */
export interface TownClock {
  readonly id: number;
  readonly villageCode: string;
  readonly device: EmulatedClock;
}

export interface ClockOptions extends EmulatedClockOptions {
  readonly driver?: 'zk-tcp' | 'zk-udp' | 'node-zklib';
  readonly placedFrom?: string;
  readonly pollEveryMinutes?: number;
  readonly setTime?: string;
  readonly live?: boolean;
}

/** What a poll answers. */
export interface PollAnswer {
  readonly outcome: string;
  readonly readId: string;
  readonly read: number;
  readonly appended: number;
  readonly duplicates: number;
  readonly suspect: number;
  readonly coveredUntil: string | null;
}

type Method = 'get' | 'post' | 'put' | 'delete' | 'patch';

/** `V01`, `V02`… */
export const villageCode = (number: number): string => `V${String(number).padStart(2, '0')}`;

/** The moment at which the town's clocks show `local`, such as `2026-10-26T08:00`. */
export const instantOf = (local: string): Temporal.Instant =>
  Temporal.PlainDateTime.from(local).toZonedDateTime(TIME_ZONE).toInstant();

/**
 * A township in a time of its own: the whole API on a database of its own, emulated clocks on loopback
 * that show the town's time, and a user of every role. People speak to it by REST only.
 */
export class Town {
  readonly clocks: TownClock[] = [];
  private readonly tokens = new Map<Role, Promise<string>>();

  private constructor(readonly api: StartedApi) {}

  /** @param at local time, such as `2026-10-26T08:00` */
  static async start(at: string, env: NodeJS.ProcessEnv = {}): Promise<Town> {
    const api = await startApi({ env: { CLOCK_NETWORKS: '127.0.0.0/8', ...env } });
    const town = new Town(api);
    town.setTime(at);
    try {
      await api.app.get(FirstStart, { strict: false }).prepare();
    } catch (failure) {
      await town.stop();
      throw failure;
    }
    return town;
  }

  async stop(): Promise<void> {
    await Promise.all(this.clocks.map(({ device }) => device.close()));
    await this.api.stop();
  }

  setTime(local: string): void {
    this.api.time.set(instantOf(local));
  }

  /** `2026-10-26T08:00:01` */
  localTime(): string {
    return this.api.time.localNow(TIME_ZONE).toString({ smallestUnit: 'second' });
  }

  /** The database behind the program's back. */
  get database(): DataSource {
    return this.api.app.get<DataSource>(getDataSourceToken());
  }

  /** The `Authorization` header of the town's user of a role, `office-1` and so on. */
  tokenOf(role: Role): Promise<string> {
    const token = this.tokens.get(role) ?? this.api.as(role);
    this.tokens.set(role, token);
    return token;
  }

  /** Any call; the test looks at the answer itself. */
  async call(role: Role, method: Method, path: string, body?: object): Promise<Response> {
    const request = this.api
      .http()
      [method](`/api/${path}`)
      .set('Authorization', await this.tokenOf(role));
    return body === undefined ? request : request.send(body);
  }

  /** A call that must succeed. */
  async ask<T>(role: Role, method: Method, path: string, body?: object): Promise<T> {
    const answer = await this.call(role, method, path, body);
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
    return answer.body as T;
  }

  get<T>(path: string, role: Role = 'office'): Promise<T> {
    return this.ask<T>(role, 'get', path);
  }

  async addVillages(count: number): Promise<void> {
    for (let number = 1; number <= count; number += 1) {
      const code = villageCode(number);
      await this.ask('admin', 'post', 'villages', { code, name: `${number}号村`, kind: 'village' });
    }
  }

  /** Starts an emulated clock, showing the town's time unless told otherwise, and registers it. */
  async addClock(village: string, options: ClockOptions = {}): Promise<TownClock> {
    const { driver = 'zk-tcp', placedFrom = '2026-01-01', pollEveryMinutes = 10, ...rest } = options;
    const { setTime = 'never', live = false, ...hardware } = rest;
    const device = new EmulatedClock({
      packetGapMs: driver === 'node-zklib' ? 10 : 0,
      now: () => this.localTime(),
      ...hardware,
    });
    const { port } = await device.listen({ host: '127.0.0.1', port: 0 });
    const id = await this.registerClock(
      village,
      { driver, port, placedFrom, pollEveryMinutes, setTime, live },
      hardware.commKey,
    );
    const clock = { id, villageCode: village, device };
    this.clocks.push(clock);
    return clock;
  }

  /** Registers whatever listens at a port of loopback. @returns the clock's id */
  async registerClock(
    village: string,
    row: { port: number; [field: string]: unknown },
    commKey = 0,
  ): Promise<number> {
    const { id } = await this.ask<{ id: number }>('admin', 'post', 'clocks', {
      name: `${village} ${row.port}`,
      villageCode: village,
      driver: 'zk-tcp',
      host: '127.0.0.1',
      placedFrom: '2026-01-01',
      commKey,
      ...row,
    });
    return id;
  }

  /** Adds a cadre who holds the same number at every clock unless `number` is null. */
  async addCadre(
    code: string,
    { number = code, ...fields }: { number?: string | null; [field: string]: unknown } = {},
  ): Promise<void> {
    await this.ask('office', 'post', 'cadres', {
      code,
      name: `干部${code}`,
      office: '党政办',
      category: 'organ',
      identity: 'civil-servant',
      postSubsidyFen: 80_000,
      managedFrom: '2026-01-01',
      ...fields,
    });
    if (number === null) return;
    await this.enrol(code, number, { from: '2026-01-01' });
  }

  async enrol(
    cadreCode: string,
    number: string,
    fields: { from: string; [field: string]: unknown },
  ): Promise<void> {
    await this.ask('office', 'post', 'enrolments', { cadreCode, clockId: 'all', number, ...fields });
  }

  /** People punch; `2026-10-20T08:41:00 V03` is a time and a village. Each clock logs them in order of time. */
  punch(...punches: { readonly number: string; readonly at: string }[]): void {
    const inOrder = [...punches].sort((a, b) => a.at.localeCompare(b.at));
    for (const clock of this.clocks) {
      clock.device.addPunches(
        inOrder
          .map(({ number, at }) => ({ number, where: at.split(' ') }))
          .filter(({ where }) => where[1] === clock.villageCode)
          .map(({ number, where: [clockTime = ''] }) => ({
            number,
            clockTime,
            verifyMode: 1,
            punchState: 0,
            workCode: 0,
          })),
      );
    }
  }

  poll(clock: { readonly id: number }): Promise<PollAnswer> {
    return this.ask<PollAnswer>('admin', 'post', `clocks/${clock.id}/poll?wait=true`);
  }

  async pollAll(clocks: readonly TownClock[] = this.clocks): Promise<void> {
    await Promise.all(clocks.map((clock) => this.poll(clock)));
  }
}

/** A morning and an afternoon punch of a date at a village. */
export function visit(number: string, date: string, village: string): { number: string; at: string }[] {
  return [
    { number, at: `${date}T08:41:00 ${village}` },
    { number, at: `${date}T15:10:00 ${village}` },
  ];
}
