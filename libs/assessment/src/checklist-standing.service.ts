import { Injectable } from '@nestjs/common';
import { type Checklist, type ChecklistItem, ChecklistsService } from '@cunqin/checklists';
import type { IsoWeek } from '@cunqin/work-calendar';
import { itemStanding, type ItemStanding } from './domain/requirements/item-standing.js';
import { RuleOfWeekService } from './rule-of-week.service.js';
import { WeekAssessmentRepository } from './week-assessment.repository.js';

/** An item and how it stands now. */
export type StandingItem = ChecklistItem &
  ItemStanding & {
    /** Its result claims a visit to its village that nothing proves (UNSUPPORTED). */
    readonly unsupported: boolean;
  };

export type StandingChecklist = Omit<Checklist, 'items'> & { readonly items: readonly StandingItem[] };

/** How the items of lists stand by the rule that judges their week. */
@Injectable()
export class ChecklistStandingService {
  constructor(
    private readonly checklists: ChecklistsService,
    private readonly assessments: WeekAssessmentRepository,
    private readonly rule: RuleOfWeekService,
  ) {}

  /**
   * The lists of a week in order of cadre, of one cadre if given. What is unsupported was found when the week was
   * last judged: refresh it first.
   */
  async ofWeek(week: IsoWeek, cadreCode?: string): Promise<StandingChecklist[]> {
    const filter = { week: week.toString(), ...(cadreCode === undefined ? {} : { cadreCode }) };
    const lists = await this.checklists.list(filter);
    const judged = await this.assessments.ofWeek(filter.week, cadreCode);
    const unsupported = new Map(judged.map((row) => [row.cadreCode, row.checklist.unsupported]));
    const { policyOf, calendar, ...now } = await this.rule.of(week);
    return lists.map((list) => ({
      ...list,
      items: list.items.map((item) => ({
        ...item,
        ...itemStanding(factsOf(item), now, policyOf(list.townshipCode), calendar),
        unsupported: unsupported.get(list.cadreCode)?.includes(item.position) ?? false,
      })),
    }));
  }
}

function factsOf(item: ChecklistItem): Parameters<typeof itemStanding>[0] {
  const { position, dueAt, villageCode, reports, carriedOver } = item;
  return {
    position,
    dueAt,
    villageCode,
    reports: reports.map(({ at, returned }) => ({ at, returnedAt: returned?.at ?? null })),
    carriedOverAt: carriedOver?.at ?? null,
  };
}
