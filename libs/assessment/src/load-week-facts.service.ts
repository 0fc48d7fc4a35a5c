import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@cunqin/platform';
import { RefreshVisitDaysService } from '@cunqin/visit-days';
import type { IsoWeek } from '@cunqin/work-calendar';
import type { EntityManager } from 'typeorm';
import type { Policy } from './domain/policy.js';
import type { WeekFacts } from './domain/week-facts.js';
import { WeekFactsRepository } from './week-facts.repository.js';

/** Gathers all that is known of some cadres in a week, their visit days computed anew. */
@Injectable()
export class LoadWeekFactsService {
  constructor(
    private readonly visitDays: RefreshVisitDaysService,
    private readonly repository: WeekFactsRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @returns facts by cadre code; who is not managed in the week is not in it */
  async load(
    manager: EntityManager,
    week: IsoWeek,
    cadreCodes: readonly string[],
    policy: Policy,
  ): Promise<Map<string, WeekFacts>> {
    // The proof is read before what it proves: a poll that commits in between brings its punches along
    // with its coverage. The other way round a punch could be missing from a week that looks complete.
    const coverage = await this.repository.coverage(manager, week, this.config.township.code);
    const days = await this.visitDays.refresh(manager, week, cadreCodes, policy.visitDay);
    const cadres = await this.repository.cadres(manager, week, cadreCodes);
    const excused = await this.repository.excused(manager, week, cadreCodes);
    const checklists = await this.repository.checklistItems(manager, week, cadreCodes);
    return new Map(
      [...cadres].map(([cadreCode, cadre]) => [
        cadreCode,
        {
          week,
          cadre,
          visitDays: days.get(cadreCode) ?? [],
          enterpriseVisits: [],
          emergencyDuty: [],
          excused: excused.get(cadreCode) ?? [],
          checklist: checklists.get(cadreCode) ?? [],
          coverage,
        },
      ]),
    );
  }
}
