export { AssessmentModule } from './assessment.module.js';
export {
  ChecklistStandingService,
  type StandingChecklist,
  type StandingItem,
} from './checklist-standing.service.js';
export { CorrectionTermsService } from './correction-terms.service.js';
export type { Evidence } from './evidence/evidence.js';
export { ExplainAssessmentService } from './evidence/explain-assessment.service.js';
export { type CadreOutlook, ForeseeWeekService, type WeekOutlook } from './foresee-week.service.js';
export { SimulateService, type Simulation } from './simulate.service.js';
export type { SimulatedChange, SimulationTotals } from './domain/simulation-totals.js';
export type { PolicyApproval, PolicyVersion } from './policies.repository.js';
export type { AssessmentView } from './domain/assessment-view.js';
export { monthlyDeduction } from './domain/consequences/deduction.js';
export { isWaived } from './domain/consequences/waiver.js';
export { defaultPolicy, policyInForce, type Policy } from './domain/policy.js';
export type { CountedDate, Reason, UncountedDate, Verdict, WeekAssessment } from './domain/verdict.js';
export { PoliciesService } from './policies.service.js';
export { RefreshAssessmentsService } from './refresh-assessments.service.js';
export { WeekAssessmentRepository } from './week-assessment.repository.js';
export { type DerivedVerification, VerifyDerivedService } from './derived/verify-derived.service.js';
export type { DerivedDifference } from './derived/derived-rows.js';
