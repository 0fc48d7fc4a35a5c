import { ClockHealthService } from '@cunqin/clocks';
import { CLOCK_QUEUE, TimeSource, TOWNSHIP_QUEUE } from '@cunqin/platform';
import { InjectQueue } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { Counter, Gauge, Registry } from 'prom-client';
import { TownFiguresRepository } from './town-figures.repository.js';

const CLOCK_STATES = ['online', 'late', 'down'] as const;
const JOB_STATES = ['waiting', 'active', 'delayed', 'prioritized', 'failed'] as const;

/** The state of the installation at this moment, for whoever watches it. It names clocks, never people. */
@Injectable()
export class TownMetricsService {
  constructor(
    private readonly clocks: ClockHealthService,
    private readonly figures: TownFiguresRepository,
    private readonly time: TimeSource,
    @InjectQueue(CLOCK_QUEUE) private readonly clockQueue: Queue,
    @InjectQueue(TOWNSHIP_QUEUE) private readonly townshipQueue: Queue,
  ) {}

  /** Everything in a registry of its own: a clock that was retired is not in the next one. */
  async collect(): Promise<Registry> {
    const registry = new Registry();
    await Promise.all([this.ofClocks(registry), this.ofLedger(registry), this.ofQueues(registry)]);
    gauge(registry, 'process_resident_memory_bytes', 'Memory of the process that answers').set(
      process.memoryUsage.rss(),
    );
    return registry;
  }

  private async ofClocks(registry: Registry): Promise<void> {
    const health = await this.clocks.health();
    const states = gauge(registry, 'cunqin_clocks', 'Clocks in use by state', ['state']);
    for (const state of CLOCK_STATES) {
      states.set({ state }, health.filter((clock) => clock.state === state).length);
    }
    const failed = gauge(registry, 'cunqin_clock_last_read_failed', '1 when the last read failed', ['clock']);
    for (const { clockId, lastError } of health) failed.set({ clock: clockId }, lastError === null ? 0 : 1);
    const ages = gauge(
      registry,
      'cunqin_clock_coverage_age_seconds',
      'Seconds since the moment up to which a clock is proven complete; +Inf when it never was',
      ['clock'],
    );
    for (const { clockId, seconds } of await this.figures.coverageAges(this.time.now())) {
      ages.set({ clock: clockId }, seconds ?? Infinity);
    }
  }

  private async ofLedger(registry: Registry): Promise<void> {
    const figures = await this.figures.figures(this.time.now());
    gauge(registry, 'cunqin_punches', 'Punches in the ledger').set(figures.punches);
    gauge(registry, 'cunqin_suspect_punches_undecided', 'Suspect punches that nobody has decided').set(
      figures.undecidedSuspects,
    );
    gauge(registry, 'cunqin_dirty_weeks', 'Cadre-weeks that are to be judged again').set(figures.dirtyWeeks);
    gauge(registry, 'cunqin_seal_age_seconds', 'Seconds since the last daily seal; +Inf without one').set(
      figures.sealAgeSeconds ?? Infinity,
    );
    const incidents = gauge(registry, 'cunqin_open_incidents', 'Incidents that are open', ['code']);
    for (const { code, count } of figures.openIncidents) incidents.set({ code }, count);
  }

  private async ofQueues(registry: Registry): Promise<void> {
    const depth = gauge(registry, 'cunqin_queue_jobs', 'Jobs in a queue by state', ['queue', 'state']);
    const finished = new Counter({
      name: 'cunqin_jobs_finished_total',
      help: 'Jobs that any worker has finished since the queue was made',
      labelNames: ['queue', 'outcome'],
      registers: [registry],
    });
    for (const queue of [this.clockQueue, this.townshipQueue]) {
      const counts = await queue.getJobCounts(...JOB_STATES);
      for (const state of JOB_STATES) depth.set({ queue: queue.name, state }, counts[state] ?? 0);
      for (const outcome of ['completed', 'failed'] as const) {
        const { meta } = await queue.getMetrics(outcome, 0, 0);
        finished.inc({ queue: queue.name, outcome }, meta.count);
      }
    }
  }
}

function gauge<Label extends string>(
  registry: Registry,
  name: string,
  help: string,
  labelNames: Label[] = [],
): Gauge<Label> {
  return new Gauge({ name, help, labelNames, registers: [registry] });
}
