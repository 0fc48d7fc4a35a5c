import { Injectable } from '@nestjs/common';
import { ByCadreWeek } from '@cunqin/roster';
import type { WeekSpan } from '@cunqin/work-calendar';
import type { Temporal } from 'temporal-polyfill';
import type { EntityManager } from 'typeorm';
import { waive } from './domain/consequences/waiver.js';
import { judgeOrRefuse } from './domain/judge-or-refuse.js';
import type { WeekAssessment } from './domain/verdict.js';
import type { WeekFacts } from './domain/week-facts.js';
import { LoadWeekFactsService } from './load-week-facts.service.js';
import type { Rule } from './rule-book.service.js';
import { WeekAssessmentRepository } from './week-assessment.repository.js';

/** Assessments of each cadre-week; who is not managed in a week has none in it. */
type Judged = ByCadreWeek<WeekAssessment>;

/** What a rule makes of some weeks, and of which facts. */
export interface LookedAt {
  readonly facts: ByCadreWeek<WeekFacts>;
  readonly judged: Judged;
}

/** Judges cadres of one township in some weeks, in the caller's transaction. The assessments are not stored. */
@Injectable()
export class JudgeWeeksService {
  constructor(
    private readonly facts: LoadWeekFactsService,
    private readonly assessments: WeekAssessmentRepository,
  ) {}

  /** The date in the townships now. */
  today(): Temporal.PlainDate {
    return this.facts.today();
  }

  /** Judges, and stores the visit days on the way. */
  async judge(
    manager: EntityManager,
    weeks: WeekSpan,
    cadreCodes: readonly string[],
    rule: Rule,
  ): Promise<Judged> {
    const facts = await this.facts.load(manager, weeks, cadreCodes, rule, 'kept');
    return judgeAll(facts, rule, await this.assessments.waived(manager, weeks.names, cadreCodes));
  }

  /**
   * What each of these rules makes of the same facts; nothing at all is written. The facts are loaded once for
   * rules that make visit days alike.
   */
  async lookAt(
    manager: EntityManager,
    weeks: WeekSpan,
    cadreCodes: readonly string[],
    rules: readonly Rule[],
  ): Promise<LookedAt[]> {
    const waived = await this.assessments.waived(manager, weeks.names, cadreCodes);
    const loaded = new Map<string, ByCadreWeek<WeekFacts>>();
    const looks: LookedAt[] = [];
    for (const rule of rules) {
      const days = JSON.stringify(rule.policy.visitDay);
      const facts =
        loaded.get(days) ?? (await this.facts.load(manager, weeks, cadreCodes, rule, 'looked-at'));
      loaded.set(days, facts);
      looks.push({ facts, judged: judgeAll(facts, rule, waived) });
    }
    return looks;
  }
}

function judgeAll(
  facts: ByCadreWeek<WeekFacts>,
  { policy, calendar }: Rule,
  waived: ByCadreWeek<true>,
): Judged {
  return facts.map((known, week, cadreCode) => {
    const judged = judgeOrRefuse(known, policy, calendar);
    return waived.get(week, cadreCode) === true ? waive(judged) : judged;
  });
}
