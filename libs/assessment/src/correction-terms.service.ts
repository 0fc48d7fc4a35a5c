import { Injectable } from '@nestjs/common';
import type { CorrectionTerms } from '@cunqin/absences';
import { CadresService, HolidayNoticesService } from '@cunqin/roster';
import { BrowseVisitDaysService, type Half, spanOfHalf } from '@cunqin/visit-days';
import { IsoWeek, type MonthOwner, WeekSpan } from '@cunqin/work-calendar';
import type { Temporal } from 'temporal-polyfill';
import { DataSource } from 'typeorm';
import { provesInsteadOf } from './domain/requirements/right-place.js';
import { PoliciesService } from './policies.service.js';
import { WeekFactsRepository } from './week-facts.repository.js';

/** Says what the rule in force in the cadre's township means for one correction (补卡). */
@Injectable()
export class CorrectionTermsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly policies: PoliciesService,
    private readonly cadres: CadresService,
    private readonly visitDays: BrowseVisitDaysService,
    private readonly notices: HolidayNoticesService,
    private readonly facts: WeekFactsRepository,
  ) {}

  /** @throws CodedError `POLICY.NONE_IN_FORCE`, `ROSTER.UNKNOWN_CADRE` */
  async of(correction: {
    readonly cadreCode: string;
    readonly date: Temporal.PlainDate;
    readonly half: Half;
    readonly villageCode: string;
  }): Promise<CorrectionTerms> {
    const { cadreCode, date, half, villageCode } = correction;
    const week = IsoWeek.of(date);
    const townshipCode = await this.cadres.townshipOf(cadreCode);
    const policy = await this.policies.inForce(week, townshipCode);
    const { corrections, visitDay, monthOf } = policy;
    // Category and home village as the judge has them: who is not managed in the week has no punches in it either.
    const cadre = (await this.facts.cadres(this.dataSource.manager, WeekSpan.of(week), [cadreCode])).get(
      week.toString(),
      cadreCode,
    );
    return {
      ...corrections,
      month: monthAround(week, monthOf),
      span: spanOfHalf(date, half, visitDay),
      proved:
        cadre !== undefined &&
        (await this.visitDays.isProved(correction, visitDay, (punched) =>
          provesInsteadOf(punched, villageCode, cadre, policy),
        )),
      calendar: await this.notices.calendar(),
    };
  }
}

/** The month that owns a week, from the Monday of its first week to the Sunday of its last. */
function monthAround(week: IsoWeek, owner: MonthOwner): CorrectionTerms['month'] {
  const name = week.month(owner);
  let first = week;
  let last = week;
  while (first.previous().month(owner) === name) first = first.previous();
  while (last.next().month(owner) === name) last = last.next();
  return { name, from: first.monday, until: last.sunday };
}
