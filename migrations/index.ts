import { AccountsAndAudit1763700000001 } from './1763700000001-accounts-and-audit.js';
import { Roster1763700000002 } from './1763700000002-roster.js';
import { PunchLedger1763700000003 } from './1763700000003-punch-ledger.js';
import { AbsencesChecklistsPolicies1763700000004 } from './1763700000004-absences-checklists-policies.js';
import { VisitDaysAndAssessments1763700000005 } from './1763700000005-visit-days-and-assessments.js';
import { PushClocks1763700000006 } from './1763700000006-push-clocks.js';
import { ReadsAndIncidents1763700000007 } from './1763700000007-reads-and-incidents.js';

/** Every migration in the order of its number. A new one goes at the end; none is ever changed. */
export const migrations = [
  AccountsAndAudit1763700000001,
  Roster1763700000002,
  PunchLedger1763700000003,
  AbsencesChecklistsPolicies1763700000004,
  VisitDaysAndAssessments1763700000005,
  PushClocks1763700000006,
  ReadsAndIncidents1763700000007,
];
