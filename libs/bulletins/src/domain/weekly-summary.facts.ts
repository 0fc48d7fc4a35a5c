import type { Reason as ReasonFact, Verdict } from '@cunqin/assessment';
import type { DayKind } from '@cunqin/work-calendar';
import type { Temporal } from 'temporal-polyfill';

export type { DayKind, ReasonFact, Verdict };

/** What people added to a date, approved only. A half-day absence has no effect and is not among them. */
export type DayMark = 'enterprise' | 'errand' | 'training' | 'meeting' | 'leave' | 'emergency' | 'correction';

/** One counting punch: `time` is the clock's own, `HH:MM`; the village is the one it stood in that day. */
export interface PunchFact {
  readonly time: string;
  readonly villageName: string;
}

/** One date of one cadre. `managed` is false outside the managed period (joiner, leaver, secondee). */
export interface DayFact {
  readonly date: Temporal.PlainDate;
  readonly managed: boolean;
  readonly morning: PunchFact | null;
  readonly afternoon: PunchFact | null;
  readonly counted: boolean;
  readonly marks: readonly DayMark[];
}

/**
 * One cadre's week as the assessment left it. `totalDays` is what the quota was held against, so on dates with
 * both a village and an enterprise it may be less than the sum of the three kinds of day. Day figures may be
 * halves. `misses` counts occurrences (人次), not persons. `note` is printed as it stands.
 */
export interface PersonFacts {
  readonly cadreCode: string;
  readonly name: string;
  readonly office: string;
  readonly category: 'organ' | 'resident';
  readonly homeVillageName: string | null;
  readonly quota: number;
  readonly days: readonly DayFact[];
  readonly villageDays: number;
  readonly enterpriseDays: number;
  readonly creditedDays: number;
  readonly totalDays: number;
  readonly excusedWorkdays: number;
  readonly checklistItems: number;
  readonly onTimeItems: number;
  readonly verdict: Verdict;
  readonly reasons: readonly ReasonFact[];
  readonly misses: number;
  readonly deductionFen: number;
  readonly corrections: number;
  readonly waitingFor: readonly string[];
  readonly note: string | null;
}

/**
 * One village's week. `visitors` are persons, `visits` person-days (人次), `incidents` recorded anomalies;
 * `lastReadAt` and `coveredUntil` are wall times of the township.
 */
export interface VillageFacts {
  readonly villageName: string;
  readonly clockNames: readonly string[];
  readonly visitors: number;
  readonly visits: number;
  readonly lastReadAt: Temporal.PlainDateTime | null;
  readonly incidents: number;
  readonly state: 'read' | 'not-collected' | 'faulty';
  readonly coveredUntil: Temporal.PlainDateTime | null;
}

/** Everything the weekly summary prints, and nothing it has to look up. People and villages come in print order. */
export interface WeeklySummaryFacts {
  readonly townshipName: string;
  /** ISO week, `2026-W43`. */
  readonly week: string;
  /** Monday to Sunday, seven entries. */
  readonly dates: readonly { readonly date: Temporal.PlainDate; readonly kind: DayKind }[];
  readonly issuingUnit: string;
  readonly issuedOn: Temporal.PlainDate;
  /** `approver`: the leader who answers for the version; `null` when nobody has approved it yet. */
  readonly policy: { readonly version: number; readonly clause: string; readonly approver: string | null };
  /** The daily seal over all chain heads, hexadecimal; null when none has been made yet. */
  readonly ledgerSeal: { readonly hex: string; readonly date: Temporal.PlainDate } | null;
  readonly people: readonly PersonFacts[];
  readonly villages: readonly VillageFacts[];
}
