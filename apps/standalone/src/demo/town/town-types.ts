/**
 * The demo town as plain data. Dates are `2026-10-20`, local times `2026-10-20T08:41:00` (Asia/Shanghai, no
 * zone), weeks `2026-W43`, money is integer fen. Nothing here is judged: verdicts are computed from it.
 */

export interface DemoVillage {
  readonly code: string;
  readonly name: string;
  readonly kind: 'village' | 'community';
}

/** A span of true local time, `until` excluded. */
export interface LocalSpan {
  readonly from: string;
  readonly until: string;
}

export interface DemoClock {
  readonly key: string;
  readonly name: string;
  readonly villageCode: string;
  readonly serialNumber: string;
  /** Date since when it has stood in its village. */
  readonly placedFrom: string;
  /** What the clock shows minus the true time, from `offsetFrom` on; 0 for a clock that keeps time. */
  readonly offsetSeconds: number;
  /** True local time at which the clock went wrong, or `null` when it never does. */
  readonly offsetFrom: string | null;
  /** When the clock cannot be reached. It goes on recording meanwhile. */
  readonly networkDown: readonly LocalSpan[];
}

export type DemoCategory = 'resident' | 'organ';

export interface DemoCadre {
  readonly code: string;
  readonly name: string;
  readonly office: string;
  /** Category at `managedFrom`; later ones are in `categoryChanges`. */
  readonly category: DemoCategory;
  readonly categoryChanges: readonly { readonly category: DemoCategory; readonly from: string }[];
  readonly identity: 'civil-servant' | 'institution' | 'contract';
  readonly postSubsidyFen: number;
  readonly managedFrom: string;
  /** Last managed date, or `null` while it goes on. */
  readonly managedUntil: string | null;
  /** The village of a resident cadre (also of one who becomes resident later). */
  readonly homeVillageCode: string | null;
}

/** Who holds a number. A row that names a clock goes before the cadre's `all` row at that clock. */
export interface DemoEnrolment {
  readonly cadreCode: string;
  readonly clockKey: string;
  readonly number: string;
  readonly from: string;
}

export interface DemoPunch {
  readonly number: string;
  /** When it really happened. */
  readonly trueTime: string;
  /** What the clock wrote: differs from `trueTime` when the clock was wrong. */
  readonly clockTime: string;
  readonly verifyMode: number;
  readonly punchState: number;
  readonly workCode: number;
}

/** The log of one clock, in the order of the log, which is the order of true time. */
export interface DemoClockLog {
  readonly clockKey: string;
  readonly log: readonly DemoPunch[];
}

export interface DemoChecklistItem {
  readonly title: string;
  readonly villageCode: string | null;
  readonly resultText: string | null;
  readonly resultAt: string | null;
}

export interface DemoChecklist {
  readonly cadreCode: string;
  readonly week: string;
  readonly items: readonly DemoChecklistItem[];
}

export type DemoAbsenceKind =
  | 'annual'
  | 'sick'
  | 'personal'
  | 'childcare'
  | 'home-leave'
  | 'comp-off'
  | 'errand'
  | 'training'
  | 'meeting';

/** A slip for full days, `from` and `until` included. */
export interface DemoAbsence {
  readonly cadreCode: string;
  readonly kind: DemoAbsenceKind;
  readonly from: string;
  readonly until: string;
  readonly filedAt: string;
  readonly approved: boolean;
}

export interface DemoCorrection {
  readonly cadreCode: string;
  readonly date: string;
  readonly half: 'morning' | 'afternoon';
  readonly villageCode: string;
  readonly reason: string;
  readonly witness: string;
  readonly filedAt: string;
}

/** A clock that recorded nothing from `from` until `until` (excluded), with its entry in the register. */
export interface DemoOutage extends LocalSpan {
  readonly clockKey: string;
  readonly cause: string;
  readonly filedAt: string;
}

export interface DemoEnterpriseVisit {
  readonly cadreCode: string;
  readonly date: string;
  readonly enterprise: string;
  readonly villageCode: string;
  readonly filedAt: string;
}

/** A roster of the command, full days, `from` and `until` included. */
export interface DemoEmergencyDuty {
  readonly order: string;
  readonly from: string;
  readonly until: string;
  readonly cadreCodes: readonly string[];
  readonly filedAt: string;
}

export interface DemoObjection {
  readonly cadreCode: string;
  readonly week: string;
  readonly text: string;
  readonly raisedAt: string;
  readonly decidedAt: string;
  /** Upheld: the week is not charged, the facts stay. */
  readonly upheld: boolean;
  readonly reason: string;
}

/** What people added to the facts besides leave; all of it approved by another than who filed it. */
export interface DemoStory {
  readonly outages: readonly DemoOutage[];
  readonly corrections: readonly DemoCorrection[];
  readonly enterpriseVisits: readonly DemoEnterpriseVisit[];
  readonly emergencyDuties: readonly DemoEmergencyDuty[];
  readonly objections: readonly DemoObjection[];
}

export const NO_STORY: DemoStory = {
  outages: [],
  corrections: [],
  enterpriseVisits: [],
  emergencyDuties: [],
  objections: [],
};

export interface DemoTown {
  readonly seed: number;
  readonly township: { readonly code: string; readonly name: string };
  readonly villages: readonly DemoVillage[];
  readonly clocks: readonly DemoClock[];
  readonly cadres: readonly DemoCadre[];
  readonly enrolments: readonly DemoEnrolment[];
  readonly punches: readonly DemoClockLog[];
  readonly checklists: readonly DemoChecklist[];
  readonly absences: readonly DemoAbsence[];
  readonly story: DemoStory;
}
