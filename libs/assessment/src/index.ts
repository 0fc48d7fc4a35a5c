export { AssessmentModule } from './assessment.module.js';
export { type Evidence, ExplainAssessmentService } from './explain-assessment.service.js';
export type { AssessmentView } from './domain/assessment-view.js';
export type { Policy } from './domain/policy.js';
export type { Reason, Verdict } from './domain/verdict.js';
export { PoliciesService } from './policies.service.js';
export { RefreshAssessmentsService } from './refresh-assessments.service.js';
export { WeekAssessmentRepository } from './week-assessment.repository.js';
