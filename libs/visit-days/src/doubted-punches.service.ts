import { Injectable } from '@nestjs/common';
import {
  farVillages,
  minutesApartAt,
  QuarantineSettingsService,
  standingOf,
  toSeconds,
} from '@cunqin/punch-ledger';
import { ByCadreWeek } from '@cunqin/roster';
import type { WeekSpan } from '@cunqin/work-calendar';
import type { EntityManager } from 'typeorm';
import type { VisitPunch } from './domain/visit-day.js';
import { type Doubt, type HeldPunch, VisitDaysRepository } from './visit-days.repository.js';

const SECONDS_OF_A_WEEK = 7 * 24 * 60 * 60;

/** Punches of some weeks by cadre, and what other punches say against some of them. */
interface WeighedPunches {
  readonly punches: ByCadreWeek<readonly VisitPunch[]>;
  readonly doubts: readonly Doubt[];
}

/** Holds the punches of each cadre against each other: what one alone does not show. */
@Injectable()
export class DoubtedPunchesService {
  constructor(
    private readonly repository: VisitDaysRepository,
    private readonly settings: QuarantineSettingsService,
  ) {}

  /**
   * Punches of these cadres in these weeks with their standing. The doubts are computed anew and kept beside them.
   *
   * @returns a list for every cadre-week, empty for who has none
   */
  async load(
    manager: EntityManager,
    weeks: WeekSpan,
    cadreCodes: readonly string[],
  ): Promise<WeighedPunches['punches']> {
    const { punches, doubts } = await this.weigh(manager, weeks, cadreCodes);
    await this.repository.replaceDoubts(manager, weeks, cadreCodes, doubts);
    return punches;
  }

  /** The same, and nothing is written: for a question in between. */
  async weigh(
    manager: EntityManager,
    weeks: WeekSpan,
    cadreCodes: readonly string[],
  ): Promise<WeighedPunches> {
    const minutesAt = minutesApartAt(await this.settings.versions(manager));
    const held = new Map<string, HeldPunch[]>();
    for (const punch of await this.repository.punchesAround(manager, weeks, cadreCodes)) {
      const punches = held.get(punch.cadreCode);
      if (punches) punches.push(punch);
      else held.set(punch.cadreCode, [punch]);
    }
    const weekAt = weekFinder(weeks);
    const weighed = new ByCadreWeek<VisitPunch[]>();
    for (const week of weeks.names) for (const code of cadreCodes) weighed.set(week, code, []);
    const kept: Doubt[] = [];
    for (const [cadreCode, punches] of held) {
      const doubts = new Map(farVillages(punches, minutesAt).map((doubt) => [doubt.id, doubt]));
      for (const punch of punches) {
        // Punches beyond the ends, or of a week before somebody was managed, cast doubt on others only.
        const week = weekAt(punch.at);
        if (week === undefined || !punch.managed) continue;
        const doubt = doubts.get(punch.id);
        if (doubt !== undefined) kept.push({ cadreCode, week, ...doubt });
        weighed.get(week, cadreCode)?.push({ ...punch.visit, standing: standingOf(punch, doubt) });
      }
    }
    return { punches: weighed, doubts: kept };
  }
}

/** Tells in which of these weeks a moment of local time lies, in seconds; `undefined` for none of them. */
function weekFinder(weeks: WeekSpan): (at: number) => string | undefined {
  const begin = toSeconds(weeks.begin);
  const { names } = weeks;
  return (at) => names[Math.floor((at - begin) / SECONDS_OF_A_WEEK)];
}
