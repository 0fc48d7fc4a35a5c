/**
 * Every table whose rows get an entry in a journal, whatever became of its trigger since: a table that nobody has
 * written to yet must not leave verification together with its trigger. Whoever makes a table evidence adds it here.
 */
export const EVIDENCE_TABLES = [
  'audit_entry',
  'baseline',
  'checklist',
  'checklist_carry_over',
  'checklist_item',
  'checklist_result',
  'clock_device_replacement',
  'clock_event',
  'clock_event_acknowledgement',
  'clock_incident',
  'clock_incident_acknowledgement',
  'clock_read',
  'clock_time_set',
  'coverage',
  'emergency_duty_cadre',
  'holiday_notice',
  'issued_document',
  'ledger_seal',
  'lost_time',
  'month_reminder',
  'month_transition',
  'objection',
  'objection_decision',
  'payroll_mapping',
  'payroll_number',
  'payroll_receipt',
  'policy_approval',
  'policy_version',
  'punch_review',
  'push_count_answer',
  'quarantine_setting',
  'quarantined_line',
  'review_decision',
  'settled_month',
  'settled_week',
  'slip_decision',
] as const;

/** The migration that made the last of them evidence: a database from before it has another ledger. */
export const LAST_EVIDENCE_MIGRATION = 'PushCountAnswers1763700000024';
