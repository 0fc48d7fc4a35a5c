import { Injectable } from '@nestjs/common';
import { type DirtyWeek, DirtyWeeksRepository, HolidayNoticesService } from '@cunqin/roster';
import { IsoWeek, type WorkCalendar } from '@cunqin/work-calendar';
import { DataSource, type EntityManager } from 'typeorm';
import { judgeOrRefuse } from './domain/judge-or-refuse.js';
import { type Policy, policyInForce } from './domain/policy.js';
import type { WeekAssessment } from './domain/verdict.js';
import { LoadWeekFactsService } from './load-week-facts.service.js';
import { PoliciesService } from './policies.service.js';
import { WeekAssessmentRepository } from './week-assessment.repository.js';

/** Cadre-weeks judged in one transaction. */
const BATCH = 2000;

/**
 * Judges again whatever is dirty. The marks, the days and the assessments change in one transaction:
 * a crash leaves the marks where they were.
 */
@Injectable()
export class RefreshAssessmentsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly dirtyWeeks: DirtyWeeksRepository,
    private readonly notices: HolidayNoticesService,
    private readonly policies: PoliciesService,
    private readonly facts: LoadWeekFactsService,
    private readonly assessments: WeekAssessmentRepository,
  ) {}

  /** Works off every mark. @returns how many cadre-weeks were judged */
  async refreshDirty(): Promise<number> {
    let judged = 0;
    for (;;) {
      const batch = await this.inTurn((manager) => this.dirtyWeeks.take(manager, BATCH));
      judged += batch;
      if (batch === 0) return judged;
    }
  }

  /** Brings one week up to date, cadres never judged in it included. */
  async refreshWeek(week: IsoWeek): Promise<number> {
    return this.inTurn(async (manager) => {
      await this.dirtyWeeks.markUnjudged(manager, week);
      return this.dirtyWeeks.take(manager, Number.MAX_SAFE_INTEGER, week);
    });
  }

  private async inTurn(take: (manager: EntityManager) => Promise<DirtyWeek[]>): Promise<number> {
    return this.dataSource.transaction(async (manager) => {
      await this.dirtyWeeks.lockRefresh(manager);
      const dirty = await take(manager);
      if (dirty.length > 0) await this.judge(manager, dirty);
      return dirty.length;
    });
  }

  private async judge(manager: EntityManager, dirty: readonly DirtyWeek[]): Promise<void> {
    const calendar = await this.notices.calendar(manager);
    const policies = await this.policies.versions(manager);
    const byWeek = new Map<string, string[]>();
    for (const { week, cadreCode } of dirty) byWeek.set(week, [...(byWeek.get(week) ?? []), cadreCode]);
    for (const [week, cadreCodes] of byWeek) {
      const policy = policyInForce(policies, week);
      const judged = policy
        ? await this.judgeWeek(manager, IsoWeek.parse(week), cadreCodes, policy, calendar)
        : new Map<string, WeekAssessment>();
      await this.assessments.replace(manager, week, cadreCodes, judged);
    }
  }

  private async judgeWeek(
    manager: EntityManager,
    week: IsoWeek,
    cadreCodes: readonly string[],
    policy: Policy,
    calendar: WorkCalendar,
  ): Promise<Map<string, WeekAssessment>> {
    const facts = await this.facts.load(manager, week, cadreCodes, policy);
    return new Map(
      [...facts].map(([cadreCode, known]) => [cadreCode, judgeOrRefuse(known, policy, calendar)]),
    );
  }
}
