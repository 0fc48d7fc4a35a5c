import { Injectable } from '@nestjs/common';
import { ByCadreWeek, type DirtyWeek, DirtyWeeksRepository } from '@cunqin/roster';
import type { IsoWeek } from '@cunqin/work-calendar';
import { DataSource, type EntityManager } from 'typeorm';
import { blocksOf } from './blocks-of-weeks.js';
import type { WeekAssessment } from './domain/verdict.js';
import { JudgeWeeksService } from './judge-weeks.service.js';
import { byTownship } from './managed-cadres.repository.js';
import { RuleBookService } from './rule-book.service.js';
import { WeekAssessmentRepository } from './week-assessment.repository.js';

/** Cadre-weeks judged in one transaction, and held in memory at a time. */
const BATCH = 2500;

/**
 * Judges again whatever is dirty. The marks, the days and the assessments change in one transaction:
 * a crash leaves the marks where they were.
 */
@Injectable()
export class RefreshAssessmentsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly dirtyWeeks: DirtyWeeksRepository,
    private readonly ruleBook: RuleBookService,
    private readonly judging: JudgeWeeksService,
    private readonly assessments: WeekAssessmentRepository,
  ) {}

  /** Works off every mark. @returns how many cadre-weeks were judged */
  async refreshDirty(): Promise<number> {
    return this.drain((manager) => this.dirtyWeeks.markDue(manager));
  }

  /** Brings one week up to date, cadres never judged in it included. @returns how many cadre-weeks were judged */
  async refreshWeek(week: IsoWeek): Promise<number> {
    return this.drain(async (manager) => {
      await this.dirtyWeeks.markDue(manager);
      await this.dirtyWeeks.markUnjudged(manager, week);
    }, week);
  }

  /** @param prepare marks what has to be judged beside what is marked already */
  private async drain(prepare: (manager: EntityManager) => Promise<void>, week?: IsoWeek): Promise<number> {
    let judged = 0;
    for (let turn = 0; ; turn += 1) {
      const batch = await this.dataSource.transaction(async (manager) => {
        await this.dirtyWeeks.lockRefresh(manager);
        if (turn === 0) await prepare(manager);
        const dirty = await this.dirtyWeeks.take(manager, BATCH, week);
        if (dirty.length > 0) await this.judge(manager, dirty);
        return dirty.length;
      });
      if (batch === 0) return judged;
      judged += batch;
    }
  }

  private async judge(manager: EntityManager, dirty: readonly DirtyWeek[]): Promise<void> {
    const { calendar, policyOf } = await this.ruleBook.open(manager);
    for (const [townshipCode, ofTownship] of byTownship(dirty)) {
      for (const { weeks, cadreCodes } of blocksOf(ofTownship, (week) => policyOf(townshipCode, week))) {
        const policy = policyOf(townshipCode, weeks.first);
        const judged = policy
          ? await this.judging.judge(manager, weeks, cadreCodes, { townshipCode, policy, calendar })
          : new ByCadreWeek<WeekAssessment>();
        await this.assessments.replace(manager, weeks, cadreCodes, judged);
      }
    }
  }
}
