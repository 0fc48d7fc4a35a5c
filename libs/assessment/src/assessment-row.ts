import type { WeekAssessment } from './domain/verdict.js';

/** An assessment as its table keeps it. */
export function assessmentRow(
  cadreCode: string,
  week: string,
  assessment: WeekAssessment,
): { readonly cadre_code: string; readonly [column: string]: unknown } {
  return {
    cadre_code: cadreCode,
    week,
    month: assessment.month,
    category: assessment.category,
    policy_version: assessment.policyVersion,
    quota: assessment.quota,
    available_workdays: assessment.availableWorkdays,
    workdays: assessment.workdays,
    visit_days: assessment.visitDays,
    corrected_days: assessment.correctedDays,
    counted_dates: assessment.countedDates,
    uncounted_dates: assessment.uncountedDates,
    checklist_items: assessment.checklist.items,
    checklist_on_time: assessment.checklist.onTime,
    checklist_unsupported: assessment.checklist.unsupported,
    verdict: assessment.verdict,
    reasons: assessment.reasons,
    misses: assessment.misses,
    deduction_fen: assessment.deductionFen,
    waiting_for: assessment.waitingFor,
    open_until: assessment.openUntil,
  };
}
