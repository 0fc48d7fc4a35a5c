import type { AbsenceKind } from './absence-kind.js';
import type { SlipAct, SlipState } from './slip-state.js';

/** The registers of what people add to the facts, named as in the paths of the API. */
export type Register = 'absences' | 'enterprise-visits' | 'emergency-duties' | 'outages' | 'corrections';

export type Half = 'morning' | 'afternoon';

/** One decision about a slip. None is ever changed. */
export interface SlipDecision {
  readonly act: SlipAct;
  readonly by: string;
  /** An instant, `2026-10-20T00:41:00Z`. */
  readonly at: string;
  readonly reason: string | null;
}

/** What every slip has. Times are instants. */
export interface Slip {
  readonly id: number;
  readonly state: SlipState;
  readonly filedBy: string;
  readonly filedAt: string;
  /** Number of the paper behind it. */
  readonly documentNo: string | null;
  /** Why it was filed. */
  readonly reason: string | null;
  /** The latest decision; `decisions` has all of them in order. */
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly decisionReason: string | null;
  readonly decisions: readonly SlipDecision[];
}

/** Leave, errand, training or meeting, both days included. */
export interface AbsenceSlip extends Slip {
  readonly cadreCode: string;
  readonly kind: AbsenceKind;
  /** Half a day only: kept and shown, without effect on the week. */
  readonly half: Half | null;
  readonly from: string;
  readonly until: string;
}

/** A visit to an enterprise (企业走访), where no clock stands. */
export interface EnterpriseVisitSlip extends Slip {
  readonly cadreCode: string;
  readonly date: string;
  readonly enterprise: string;
  readonly villageCode: string | null;
}

/** A command roster (应急值守): who was on duty by which order, both days included. */
export interface EmergencyDutySlip extends Slip {
  readonly order: string;
  readonly from: string;
  readonly until: string;
  readonly cadreCodes: readonly string[];
}

/** A time in which a clock was off or broken (设备故障), in the clock's own time. */
export interface OutageSlip extends Slip {
  readonly clockId: number;
  readonly from: string;
  readonly until: string;
  readonly cause: string;
}

/** A correction (补卡): the paper proof of one half of a date in a village. */
export interface CorrectionSlip extends Slip {
  readonly cadreCode: string;
  readonly date: string;
  readonly half: Half;
  readonly villageCode: string;
  readonly witness: string;
  /** An approved outage covers that time at a clock of that village: it does not count for the month. */
  readonly outsideMonthlyLimit: boolean;
}

/** The slips of each register. */
export interface Slips {
  readonly absences: AbsenceSlip;
  readonly 'enterprise-visits': EnterpriseVisitSlip;
  readonly 'emergency-duties': EmergencyDutySlip;
  readonly outages: OutageSlip;
  readonly corrections: CorrectionSlip;
}
