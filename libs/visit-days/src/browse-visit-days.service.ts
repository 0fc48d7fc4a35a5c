import { Injectable } from '@nestjs/common';
import { IsoWeek, WeekSpan } from '@cunqin/work-calendar';
import type { Temporal } from 'temporal-polyfill';
import { DataSource } from 'typeorm';
import { pairPunches } from './domain/pair-punches.js';
import type { Half, VisitDay, VisitDayRule } from './domain/visit-day.js';
import { DoubtedPunchesService } from './doubted-punches.service.js';

/** A date of a cadre with the punches that prove it. */
export interface VisitDayView {
  readonly cadreCode: string;
  readonly date: string;
  readonly kind: VisitDay['kind'];
  readonly credited: boolean;
  /** In days: 1, 0.5 or 0. */
  readonly weight: number;
  readonly morning: string[];
  readonly afternoon: string[];
  /** Halves that an approved correction (补卡) stands for. */
  readonly corrected: Half[];
  /** Punches that prove nothing until a reviewer accepts them. */
  readonly suspect: string[];
  /** Punches in neither of the policy's fixed windows: they prove nothing. */
  readonly outside: string[];
  readonly villageCodes: string[];
}

/** Shows visit days; computes none. */
@Injectable()
export class BrowseVisitDaysService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly weighing: DoubtedPunchesService,
  ) {}

  async ofWeek(week: IsoWeek, cadreCode: string | null): Promise<VisitDayView[]> {
    return this.dataSource.query(
      `SELECT cadre_code AS "cadreCode", date::text AS date, kind, credited, weight::float8 AS weight,
              morning, afternoon, suspect, outside, village_codes AS "villageCodes",
              ARRAY(SELECT half FROM correction
                    WHERE correction.state = 'approved' AND correction.cadre_code = visit_day.cadre_code
                      AND correction.corrected_on = visit_day.date
                    ORDER BY half DESC) AS corrected
       FROM visit_day WHERE week = $1 AND ($2::text IS NULL OR cadre_code = $2)
       ORDER BY cadre_code, date`,
      [week.toString(), cadreCode],
    );
  }

  /**
   * Whether a punch proves that half of a date, by what the ledger holds now.
   *
   * @param provesThere whether a punch in that village can
   */
  async isProved(
    sought: {
      readonly cadreCode: string;
      readonly date: Temporal.PlainDate;
      readonly half: Half;
    },
    rule: VisitDayRule,
    provesThere: (villageCode: string) => boolean,
  ): Promise<boolean> {
    const { cadreCode, date, half } = sought;
    const week = IsoWeek.of(date);
    const weeks = WeekSpan.of(week);
    const { punches: held } = await this.weighing.weigh(this.dataSource.manager, weeks, [cadreCode]);
    const punches = (held.get(week.toString(), cadreCode) ?? []).filter(
      (punch) =>
        punch.date === date.toString() && punch.villageCode !== null && provesThere(punch.villageCode),
    );
    return pairPunches(punches, [], rule).some((day) => day[half].length > 0);
  }
}
