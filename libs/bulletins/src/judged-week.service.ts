import { Injectable } from '@nestjs/common';
import {
  type AssessmentView,
  PoliciesService,
  type PolicyVersion,
  RefreshAssessmentsService,
  WeekAssessmentRepository,
} from '@cunqin/assessment';
import { HolidayNoticesService } from '@cunqin/roster';
import type { IsoWeek, WorkCalendar } from '@cunqin/work-calendar';

/** A week brought up to date, with what it was judged by. */
export interface JudgedWeek {
  readonly assessments: readonly AssessmentView[];
  readonly policy: PolicyVersion;
  readonly calendar: WorkCalendar;
}

/** A paper never shows a stale verdict: the week is judged before it is summed up. */
@Injectable()
export class JudgedWeekService {
  constructor(
    private readonly refresh: RefreshAssessmentsService,
    private readonly assessments: WeekAssessmentRepository,
    private readonly policies: PoliciesService,
    private readonly notices: HolidayNoticesService,
  ) {}

  /** @throws CodedError `POLICY.NONE_IN_FORCE` */
  async of(week: IsoWeek, townshipCode: string): Promise<JudgedWeek> {
    const policy = await this.policies.inForce(week, townshipCode);
    await this.refresh.refreshWeek(week);
    return {
      assessments: await this.assessments.ofWeek(week.toString()),
      policy,
      calendar: await this.notices.calendar(),
    };
  }
}
