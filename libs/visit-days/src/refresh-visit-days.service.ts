import { Injectable } from '@nestjs/common';
import type { IsoWeek } from '@cunqin/work-calendar';
import type { EntityManager } from 'typeorm';
import { pairPunches } from './domain/pair-punches.js';
import type { VisitDay, VisitDayRule } from './domain/visit-day.js';
import { type HeldPunch, VisitDaysRepository } from './visit-days.repository.js';

/** Computes the visit days of some cadres in a week anew, in the caller's transaction. */
@Injectable()
export class RefreshVisitDaysService {
  constructor(private readonly repository: VisitDaysRepository) {}

  async refresh(
    manager: EntityManager,
    week: IsoWeek,
    cadreCodes: readonly string[],
    rule: VisitDayRule,
  ): Promise<ReadonlyMap<string, readonly VisitDay[]>> {
    const held = new Map<string, HeldPunch[]>(cadreCodes.map((cadreCode) => [cadreCode, []]));
    for (const punch of await this.repository.punchesOf(manager, week, cadreCodes)) {
      held.get(punch.cadreCode)?.push(punch);
    }
    const days = new Map(
      [...held].map(([cadreCode, punches]) => [
        cadreCode,
        pairPunches(
          punches.map(({ punch }) => punch),
          [],
          rule,
        ),
      ]),
    );
    await this.repository.replace(manager, week, days);
    return days;
  }
}
