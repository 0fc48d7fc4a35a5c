import { AccountsAndAudit1763700000001 } from './1763700000001-accounts-and-audit.js';
import { Roster1763700000002 } from './1763700000002-roster.js';
import { PunchLedger1763700000003 } from './1763700000003-punch-ledger.js';
import { AbsencesChecklistsPolicies1763700000004 } from './1763700000004-absences-checklists-policies.js';
import { VisitDaysAndAssessments1763700000005 } from './1763700000005-visit-days-and-assessments.js';
import { PushClocks1763700000006 } from './1763700000006-push-clocks.js';
import { ReadsAndIncidents1763700000007 } from './1763700000007-reads-and-incidents.js';
import { LedgerJournal1763700000008 } from './1763700000008-ledger-journal.js';
import { LedgerVerification1763700000009 } from './1763700000009-ledger-verification.js';
import { AccountHousekeeping1763700000010 } from './1763700000010-account-housekeeping.js';
import { QuarantineAndDatedRoster1763700000011 } from './1763700000011-quarantine-and-dated-roster.js';
import { HalfDaysAndCountedDates1763700000012 } from './1763700000012-half-days-and-counted-dates.js';
import { Overlays1763700000013 } from './1763700000013-overlays.js';
import { Settlement1763700000014 } from './1763700000014-settlement.js';
import { ChecklistResults1763700000015 } from './1763700000015-checklist-results.js';
import { PolicyApprovals1763700000016 } from './1763700000016-policy-approvals.js';
import { IssuedDocuments1763700000017 } from './1763700000017-issued-documents.js';
import { Payroll1763700000018 } from './1763700000018-payroll.js';
import { JournalOfPapers1763700000019 } from './1763700000019-journal-of-papers.js';
import { MonthReminders1763700000020 } from './1763700000020-month-reminders.js';
import { CadrePosts1763700000021 } from './1763700000021-cadre-posts.js';
import { PushCountAnswers1763700000024 } from './1763700000024-push-count-answers.js';
import { CountyNumbers1763700000025 } from './1763700000025-county-numbers.js';

/** Every migration in the order of its number. A new one goes at the end; none is ever changed. */
export const migrations = [
  AccountsAndAudit1763700000001,
  Roster1763700000002,
  PunchLedger1763700000003,
  AbsencesChecklistsPolicies1763700000004,
  VisitDaysAndAssessments1763700000005,
  PushClocks1763700000006,
  ReadsAndIncidents1763700000007,
  LedgerJournal1763700000008,
  LedgerVerification1763700000009,
  AccountHousekeeping1763700000010,
  QuarantineAndDatedRoster1763700000011,
  HalfDaysAndCountedDates1763700000012,
  Overlays1763700000013,
  Settlement1763700000014,
  ChecklistResults1763700000015,
  PolicyApprovals1763700000016,
  IssuedDocuments1763700000017,
  Payroll1763700000018,
  JournalOfPapers1763700000019,
  MonthReminders1763700000020,
  CadrePosts1763700000021,
  PushCountAnswers1763700000024,
  CountyNumbers1763700000025,
];
