import { Inject, Injectable } from '@nestjs/common';
import { RefreshAssessmentsService } from '@cunqin/assessment';
import { CONFIG, type Config, TimeSource } from '@cunqin/platform';
import { DirtyWeeksRepository } from '@cunqin/roster';
import { IsoWeek } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import { DataSource, type EntityManager } from 'typeorm';
import { LiveMonthService } from './live-month.service.js';

/** A month is never settled on a stale verdict: everything dirty is judged before it is looked at. */
@Injectable()
export class RefreshMonthService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly refresh: RefreshAssessmentsService,
    private readonly dirtyWeeks: DirtyWeeksRepository,
    private readonly live: LiveMonthService,
    private readonly time: TimeSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Judges the month's weeks that are over, and those of issued months: they may have changed since. */
  async bringUpToDate(month: string): Promise<void> {
    const own = await this.live.weeks(this.dataSource.manager, month);
    await this.judge(own.filter((week) => this.isOver(week)));
  }

  /** Judges what changed in the weeks of issued months. */
  async bringSettledUpToDate(): Promise<void> {
    await this.judge([]);
  }

  /**
   * Lets nothing be judged until the transaction ends.
   *
   * @returns whether something that the month's figures rest on waits to be judged already
   */
  async holdStill(manager: EntityManager, month: string): Promise<boolean> {
    await this.dirtyWeeks.lockRefresh(manager);
    const own = (await this.live.weeks(manager, month)).map(String);
    const settled = await this.live.settledIn(manager);
    return this.dirtyWeeks.anyOf(manager, [...own, ...settled.keys()]);
  }

  private async judge(weeks: readonly IsoWeek[]): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      const settled = await this.live.settledIn(manager);
      await this.dirtyWeeks.markUnjudgedWeeks(manager, [
        ...weeks,
        ...[...settled.keys()].map((week) => IsoWeek.parse(week)),
      ]);
    });
    await this.refresh.refreshDirty();
  }

  private isOver(week: IsoWeek): boolean {
    return Temporal.PlainDateTime.compare(week.end, this.time.localNow(this.config.timeZone)) <= 0;
  }
}
