import type { Temporal } from 'temporal-polyfill';

/** A half of a day, and the punch or correction that proves it. */
export type Half = 'morning' | 'afternoon';

/** One punch of one cadre as far as visits are concerned. Times are the clock's own. */
export interface VisitPunch {
  readonly id: string;
  readonly at: Temporal.PlainDateTime;
  /** Where the clock stood that day; `null` before it was placed anywhere. */
  readonly villageCode: string | null;
  /** `suspect`: nobody has decided yet; `refused`: a reviewer said no. Only a `good` punch proves anything. */
  readonly standing: 'good' | 'suspect' | 'refused';
}

/** An approved correction (补卡): it stands in for one missing punch. */
export interface Correction {
  readonly date: Temporal.PlainDate;
  readonly half: Half;
  readonly villageCode: string;
}

/** What one date of one cadre shows. */
export interface VisitDay {
  readonly date: Temporal.PlainDate;
  /** `village`: both halves proved; `half-pair` (缺一卡): only one, or nothing but suspect punches. */
  readonly kind: 'village' | 'half-pair';
  readonly credited: boolean;
  readonly morning: readonly string[];
  readonly afternoon: readonly string[];
  /** Punches that prove nothing until a reviewer accepts them. */
  readonly suspect: readonly string[];
  /** Villages in the order they were first proved. */
  readonly villageCodes: readonly string[];
  /** Villages at which both halves were proved; empty when morning and afternoon were at different ones. */
  readonly fullDayAt: readonly string[];
  /** A correction was needed to complete the pair. */
  readonly corrected: boolean;
}

/** How punches become days (D3, D4). */
export interface VisitDayRule {
  /** A punch before this time is a morning punch, at or after it an afternoon punch. `12:00:00`. */
  readonly afternoonFrom: string;
  /** `any-village`: morning at A and afternoon at B make a day; `same-village`: both at one village. */
  readonly pairing: 'any-village' | 'same-village';
}
