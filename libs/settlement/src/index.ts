export { AdvanceMonthsService, type MonthReminder } from './advance-months.service.js';
export { SUMMARY_TIME } from './domain/automatic-step.js';
export type { Adjustment, AdjustmentCause } from './domain/adjustments.js';
export { type ClosingDates, defaultProcedure } from './domain/closing-dates.js';
export type {
  ChargedCadre,
  ChargedWeek,
  Comparison,
  MonthFigures,
  MonthReport,
  MonthTotals,
  SettledMonth,
  Signature,
  WeekFigures,
} from './domain/month-report.js';
export { type MonthState, monthStates } from './domain/month-state.js';
export type { PeriodFigures, YearFigures } from './domain/year-figures.js';
export { MonthReportService } from './month-report.service.js';
export { SettlementModule } from './settlement.module.js';
export type { Objection } from './objections.repository.js';
export { ObjectionsService } from './objections.service.js';
export { settlementErrors } from './settlement-errors.js';
export { type StepRequest, TransitionMonthService } from './transition-month.service.js';
export { type BaselineView, BaselinesService } from './baselines.service.js';
export type { FrozenFault, ReconciledCadreMonth, Reconciliation } from './domain/reconciliation.js';
export { ReconcileService } from './reconcile.service.js';
export { type PaperAnswer, VerifyPaperService } from './verify-paper.service.js';
