import { CurrentUser, Roles, type SignedIn } from '@cunqin/accounts';
import {
  type AssessmentView,
  type Evidence,
  ExplainAssessmentService,
  RefreshAssessmentsService,
  WeekAssessmentRepository,
} from '@cunqin/assessment';
import { CodedError } from '@cunqin/platform';
import { BrowseVisitDaysService, type VisitDayView } from '@cunqin/visit-days';
import { IsoWeek } from '@cunqin/work-calendar';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Page, pageOf } from '../http/paging.dto.js';
import { AssessmentsQuery, WeekQuery } from './assessments.dto.js';

/** What was judged, and why. Every answer is brought up to date before it is given. */
@ApiTags('the week')
@Controller()
@Roles('admin', 'office', 'payroll', 'leader', 'auditor', 'cadre')
export class AssessmentsController {
  constructor(
    private readonly refresh: RefreshAssessmentsService,
    private readonly assessments: WeekAssessmentRepository,
    private readonly explanations: ExplainAssessmentService,
    private readonly visitDays: BrowseVisitDaysService,
  ) {}

  /** The verdicts of a week; a cadre sees the own one. */
  @Get('assessments')
  async list(@CurrentUser() user: SignedIn, @Query() query: AssessmentsQuery): Promise<Page<AssessmentView>> {
    await this.refresh.refreshWeek(IsoWeek.parse(query.week));
    const items = await this.assessments.ofWeek(query.week, user.cadreCode ?? query.cadreCode);
    return pageOf(items, query);
  }

  /** One verdict with its evidence, down to the punches. */
  @Get('assessments/:week/:cadreCode')
  async explain(
    @CurrentUser() user: SignedIn,
    @Param('week') weekText: string,
    @Param('cadreCode') cadreCode: string,
  ): Promise<AssessmentView & { evidence: Evidence }> {
    if (user.cadreCode !== null && user.cadreCode !== cadreCode) {
      throw new CodedError('ASSESSMENTS.NOT_YOURS', 'a cadre sees the own record only', {
        status: 403,
        title: '只能查看自己的记录',
      });
    }
    const week = IsoWeek.parse(weekText);
    await this.refresh.refreshWeek(week);
    return this.explanations.explain(week, cadreCode);
  }

  /** The village-visit days of a week; a cadre sees the own ones. */
  @Get('visit-days')
  async days(@CurrentUser() user: SignedIn, @Query() query: WeekQuery): Promise<Page<VisitDayView>> {
    const week = IsoWeek.parse(query.week);
    await this.refresh.refreshWeek(week);
    const items = await this.visitDays.ofWeek(week, user.cadreCode);
    return pageOf(items, query);
  }
}
