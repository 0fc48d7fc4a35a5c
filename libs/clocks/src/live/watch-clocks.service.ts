import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { TimeSource } from '@cunqin/platform';
import { ClockDrivers } from '../clock-drivers.js';
import { ClocksService } from '../clocks.service.js';
import { LiveClocksRepository } from './live-clocks.repository.js';
import { Rests } from './rests.js';

/** Told of a clock at which somebody has just punched. A hint to poll it, never the truth. */
export type OnPunch = (clockId: number) => void;

/** How often leases are renewed, given back to whoever wants to talk, and taken. */
const TURN_MS = 500;

interface Watch {
  readonly stop: AbortController;
  readonly done: Promise<void>;
}

/**
 * Listens to the clocks whose settings ask for it. However many processes do, each clock has one listener; it
 * gives way to polls. A clock that breaks off is left alone for a while and does not delay the others.
 */
@Injectable()
export class WatchClocksService implements BeforeApplicationShutdown {
  private readonly logger = new Logger(WatchClocksService.name);
  private readonly holder = randomUUID();
  private readonly ending = new AbortController();
  private readonly watches = new Map<number, Watch>();
  private readonly rests = new Rests();
  private turning: Promise<void> = Promise.resolve();

  constructor(
    private readonly clocks: ClocksService,
    private readonly drivers: ClockDrivers,
    private readonly live: LiveClocksRepository,
    private readonly time: TimeSource,
  ) {}

  /** Begins to listen, until the process ends. To be called once. */
  start(onPunch: OnPunch): void {
    this.turning = this.turnUntilTheEnd(onPunch);
  }

  /** Every clock is hung up on, and free for others, while there is a database. */
  async beforeApplicationShutdown(): Promise<void> {
    this.ending.abort();
    await this.turning;
    for (const { stop } of this.watches.values()) stop.abort();
    await Promise.all([...this.watches.values()].map(({ done }) => done));
  }

  private async turnUntilTheEnd(onPunch: OnPunch): Promise<void> {
    while (!this.ending.signal.aborted) {
      try {
        await this.turn(onPunch);
      } catch (failure) {
        // Leases that are not renewed end by themselves; what cannot be renewed must not be used.
        for (const { stop } of this.watches.values()) stop.abort();
        this.logger.warn(`live events: ${String(failure)}`);
      }
      await wait(TURN_MS, undefined, { signal: this.ending.signal }).catch(() => undefined);
    }
  }

  private async turn(onPunch: OnPunch): Promise<void> {
    const wanted = await this.live.all(this.time.now());
    const kept = new Set(
      this.watches.size === 0 ? [] : await this.live.renew([...this.watches.keys()], this.holder),
    );
    for (const [clockId, { stop }] of this.watches) {
      if (!kept.has(clockId) || !wanted.includes(clockId)) stop.abort();
    }
    const due = wanted.filter((id) => !this.watches.has(id) && this.rests.isOver(id, performance.now()));
    const taken = due.length === 0 ? [] : await this.live.take(due, this.holder);
    for (const clockId of taken) this.begin(clockId, onPunch);
  }

  private begin(clockId: number, onPunch: OnPunch): void {
    const stop = new AbortController();
    const done = this.watch(clockId, stop.signal, onPunch).finally(() => this.watches.delete(clockId));
    this.watches.set(clockId, { stop, done });
  }

  /** Never rejects: what breaks here concerns this clock alone. */
  private async watch(clockId: number, stop: AbortSignal, onPunch: OnPunch): Promise<void> {
    const begunAt = performance.now();
    try {
      const clock = await this.clocks.pollable(clockId);
      const signal = AbortSignal.any([stop, this.drivers.signal]);
      await this.drivers
        .named(clock.driver)
        .watch(await this.clocks.target(clock), () => onPunch(clockId), { signal });
    } catch (failure) {
      const now = performance.now();
      this.rests.afterFailure(clockId, now, now - begunAt);
      this.logger.warn(`live events of clock ${clockId}: ${String(failure)}`);
    }
    try {
      await this.live.release(clockId, this.holder);
    } catch (failure) {
      this.logger.warn(`the lease of clock ${clockId} was not given back: ${String(failure)}`);
    }
  }
}
