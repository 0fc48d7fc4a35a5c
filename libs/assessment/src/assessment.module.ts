import { Module } from '@nestjs/common';
import { RosterModule } from '@cunqin/roster';
import { VisitDaysModule } from '@cunqin/visit-days';
import { ExplainAssessmentService } from './explain-assessment.service.js';
import { LoadWeekFactsService } from './load-week-facts.service.js';
import { PoliciesService } from './policies.service.js';
import { RefreshAssessmentsService } from './refresh-assessments.service.js';
import { WeekAssessmentRepository } from './week-assessment.repository.js';
import { WeekFactsRepository } from './week-facts.repository.js';

/** Requirement, verdict, consequence: the township's rule and what came of it. */
@Module({
  imports: [RosterModule, VisitDaysModule],
  providers: [
    PoliciesService,
    RefreshAssessmentsService,
    ExplainAssessmentService,
    LoadWeekFactsService,
    WeekAssessmentRepository,
    WeekFactsRepository,
  ],
  exports: [PoliciesService, RefreshAssessmentsService, ExplainAssessmentService, WeekAssessmentRepository],
})
export class AssessmentModule {}
