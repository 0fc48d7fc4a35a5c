import { Module } from '@nestjs/common';
import { AbsencesModule } from '@cunqin/absences';
import { ChecklistsModule } from '@cunqin/checklists';
import { RosterModule } from '@cunqin/roster';
import { VisitDaysModule } from '@cunqin/visit-days';
import { ChecklistStandingService } from './checklist-standing.service.js';
import { CorrectionTermsService } from './correction-terms.service.js';
import { DatesRepository } from './evidence/dates.repository.js';
import { ExplainAssessmentService } from './evidence/explain-assessment.service.js';
import { OverlayEvidenceService } from './evidence/overlay-evidence.service.js';
import { ReadsRepository } from './evidence/reads.repository.js';
import { DerivedRowsRepository } from './derived/derived-rows.repository.js';
import { JudgeWeeksService } from './judge-weeks.service.js';
import { LoadWeekFactsService } from './load-week-facts.service.js';
import { PoliciesService } from './policies.service.js';
import { RefreshAssessmentsService } from './refresh-assessments.service.js';
import { RuleOfWeekService } from './rule-of-week.service.js';
import { ForeseeWeekService } from './foresee-week.service.js';
import { ManagedCadresRepository } from './managed-cadres.repository.js';
import { PoliciesRepository } from './policies.repository.js';
import { RuleBookService } from './rule-book.service.js';
import { SimulateService } from './simulate.service.js';
import { VerifyDerivedService } from './derived/verify-derived.service.js';
import { WeekAssessmentRepository } from './week-assessment.repository.js';
import { WeekFactsRepository } from './week-facts.repository.js';
import { WeekOverlaysRepository } from './week-overlays.repository.js';

/** Requirement, verdict, consequence: the township's rule and what came of it. */
@Module({
  imports: [AbsencesModule, ChecklistsModule, RosterModule, VisitDaysModule],
  providers: [
    PoliciesService,
    RefreshAssessmentsService,
    ExplainAssessmentService,
    ForeseeWeekService,
    SimulateService,
    JudgeWeeksService,
    RuleBookService,
    ManagedCadresRepository,
    PoliciesRepository,
    LoadWeekFactsService,
    WeekAssessmentRepository,
    WeekFactsRepository,
    WeekOverlaysRepository,
    CorrectionTermsService,
    ChecklistStandingService,
    OverlayEvidenceService,
    DatesRepository,
    ReadsRepository,
    RuleOfWeekService,
    DerivedRowsRepository,
    VerifyDerivedService,
  ],
  exports: [
    PoliciesService,
    RefreshAssessmentsService,
    ExplainAssessmentService,
    ForeseeWeekService,
    SimulateService,
    WeekAssessmentRepository,
    CorrectionTermsService,
    ChecklistStandingService,
    VerifyDerivedService,
  ],
})
export class AssessmentModule {}
