import { Injectable } from '@nestjs/common';
import type { ByCadreWeek } from '@cunqin/roster';
import type { WeekSpan } from '@cunqin/work-calendar';
import type { EntityManager } from 'typeorm';
import { pairPunches } from './domain/pair-punches.js';
import { DoubtedPunchesService } from './doubted-punches.service.js';
import type { VisitDay, VisitDayRule, VisitPunch } from './domain/visit-day.js';
import { VisitDaysRepository } from './visit-days.repository.js';

/** Visit days of each cadre-week, empty for who has none. */
type DaysOfWeeks = ByCadreWeek<readonly VisitDay[]>;

/** Computes the visit days of some cadres in some weeks anew, in the caller's transaction. */
@Injectable()
export class RefreshVisitDaysService {
  constructor(
    private readonly punches: DoubtedPunchesService,
    private readonly repository: VisitDaysRepository,
  ) {}

  /** The days are kept: they replace the ones of before. */
  async refresh(
    manager: EntityManager,
    weeks: WeekSpan,
    cadreCodes: readonly string[],
    rule: VisitDayRule,
  ): Promise<DaysOfWeeks> {
    const held = await this.punches.load(manager, weeks, cadreCodes);
    const days = await this.pair(manager, held, weeks, cadreCodes, rule);
    await this.repository.replace(manager, weeks, cadreCodes, days);
    return days;
  }

  /** The same days, and nothing is written. */
  async compute(
    manager: EntityManager,
    weeks: WeekSpan,
    cadreCodes: readonly string[],
    rule: VisitDayRule,
  ): Promise<DaysOfWeeks> {
    const { punches } = await this.punches.weigh(manager, weeks, cadreCodes);
    return this.pair(manager, punches, weeks, cadreCodes, rule);
  }

  private async pair(
    manager: EntityManager,
    held: ByCadreWeek<readonly VisitPunch[]>,
    weeks: WeekSpan,
    cadreCodes: readonly string[],
    rule: VisitDayRule,
  ): Promise<DaysOfWeeks> {
    const corrections = await this.repository.correctionsOf(manager, weeks, cadreCodes);
    return held.map((punches, week, cadreCode) =>
      pairPunches(punches, corrections.get(week, cadreCode) ?? [], rule),
    );
  }
}
