import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, TimeSource } from '@cunqin/platform';
import { RefreshVisitDaysService, type VisitDay } from '@cunqin/visit-days';
import { ByCadreWeek } from '@cunqin/roster';
import type { WeekSpan } from '@cunqin/work-calendar';
import type { Temporal } from 'temporal-polyfill';
import type { EntityManager } from 'typeorm';
import type { WeekFacts } from './domain/week-facts.js';
import type { Rule } from './rule-book.service.js';
import { WeekFactsRepository } from './week-facts.repository.js';
import { WeekOverlaysRepository } from './week-overlays.repository.js';

/** Gathers all that is known of some cadres in some weeks, their visit days computed anew. */
@Injectable()
export class LoadWeekFactsService {
  constructor(
    private readonly visitDays: RefreshVisitDaysService,
    private readonly repository: WeekFactsRepository,
    private readonly overlays: WeekOverlaysRepository,
    private readonly time: TimeSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The date in the townships now. */
  today(): Temporal.PlainDate {
    return this.time.localNow(this.config.timeZone).toPlainDate();
  }

  /**
   * @param cadreCodes of one township
   * @param days `kept`: the visit days are stored, too; `looked-at`: nothing is written
   * @returns facts of every cadre-week; who is not managed in a week has none
   */
  async load(
    manager: EntityManager,
    weeks: WeekSpan,
    cadreCodes: readonly string[],
    { townshipCode, policy }: Omit<Rule, 'calendar'>,
    days: 'kept' | 'looked-at',
  ): Promise<ByCadreWeek<WeekFacts>> {
    // The proof is read before what it proves: a poll that commits in between brings its punches along
    // with its coverage. The other way round a punch could be missing from a week that looks complete.
    const coverage = await this.repository.coverage(manager, weeks, townshipCode);
    const visits =
      days === 'kept'
        ? await this.visitDays.refresh(manager, weeks, cadreCodes, policy.visitDay)
        : await this.visitDays.compute(manager, weeks, cadreCodes, policy.visitDay);
    const cadres = await this.repository.cadres(manager, weeks, cadreCodes);
    const excused = await this.overlays.excused(manager, weeks, cadreCodes);
    const enterprises = await this.overlays.enterpriseVisits(manager, weeks, cadreCodes);
    const duties = await this.overlays.emergencyDuty(manager, weeks, cadreCodes);
    const checklists = await this.repository.checklistItems(manager, weeks, cadreCodes);
    const lost = await this.repository.lostPunches(manager, weeks, cadreCodes);
    const asOf = this.time.now();
    const weekNamed = new Map(weeks.weeks.map((week) => [week.toString(), week]));
    return cadres.map((cadre, name, cadreCode) => ({
      week: weekNamed.get(name) ?? weeks.first,
      timeZone: this.config.timeZone,
      asOf,
      cadre,
      visitDays: visits.get(name, cadreCode) ?? [],
      doubtfulPunches: notShown(lost.get(name, cadreCode) ?? [], visits.get(name, cadreCode) ?? []),
      enterpriseVisits: enterprises.get(name, cadreCode) ?? [],
      emergencyDuty: duties.get(name, cadreCode) ?? [],
      leave: excused.get(name, cadreCode)?.leave ?? [],
      errands: excused.get(name, cadreCode)?.errands ?? [],
      checklist: checklists.get(name, cadreCode) ?? [],
      coverage: coverage.get(name) ?? [],
    }));
  }
}

/** How many of these punches no date without credit shows as suspect already. */
function notShown(punchIds: readonly string[], days: readonly VisitDay[]): number {
  const shown = new Set(days.flatMap((day) => (day.credited ? [] : day.suspect)));
  return punchIds.filter((id) => !shown.has(id)).length;
}
