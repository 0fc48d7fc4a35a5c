import { Injectable } from '@nestjs/common';
import type { IsoWeek } from '@cunqin/work-calendar';
import type { EntityManager } from 'typeorm';
import { pairPunches } from './domain/pair-punches.js';
import type { VisitDay, VisitDayRule } from './domain/visit-day.js';
import { type HeldPunch, VisitDaysRepository } from './visit-days.repository.js';

/** A cadre's days as they stand, and as they would be if every undecided suspect punch were accepted. */
export interface RefreshedDays {
  readonly days: readonly VisitDay[];
  readonly daysIfAccepted: readonly VisitDay[];
}

/** Computes the visit days of some cadres in a week anew, in the caller's transaction. */
@Injectable()
export class RefreshVisitDaysService {
  constructor(private readonly repository: VisitDaysRepository) {}

  async refresh(
    manager: EntityManager,
    week: IsoWeek,
    cadreCodes: readonly string[],
    rule: VisitDayRule,
  ): Promise<ReadonlyMap<string, RefreshedDays>> {
    const held = new Map<string, HeldPunch[]>(cadreCodes.map((cadreCode) => [cadreCode, []]));
    for (const punch of await this.repository.punchesOf(manager, week, cadreCodes)) {
      held.get(punch.cadreCode)?.push(punch);
    }
    const refreshed = new Map(
      [...held].map(([cadreCode, punches]) => {
        const days = pairPunches(
          punches.map(({ punch }) => punch),
          [],
          rule,
        );
        const daysIfAccepted = punches.some(({ unreviewed }) => unreviewed)
          ? pairPunches(
              punches.map(({ punch, unreviewed }) => (unreviewed ? { ...punch, suspect: false } : punch)),
              [],
              rule,
            )
          : days;
        return [cadreCode, { days, daysIfAccepted }];
      }),
    );
    await this.repository.replace(
      manager,
      week,
      new Map([...refreshed].map(([cadreCode, { days }]) => [cadreCode, days])),
    );
    return refreshed;
  }
}
