import type { Temporal } from 'temporal-polyfill';

/** A half of a day, and the punch or correction that proves it. */
export type Half = 'morning' | 'afternoon';

/**
 * One punch of one cadre as far as visits are concerned. Date and time are the clock's own, as text: a county has
 * some hundred thousand of them a week, and both sort like time.
 */
export interface VisitPunch {
  readonly id: string;
  /** `2026-10-20` */
  readonly date: string;
  /** To the second, `08:41:00`. */
  readonly time: string;
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

/** A proof that the cadre was in a village in one half of a date. */
export interface HalfProof {
  readonly half: Half;
  readonly villageCode: string;
  /** `null` for a correction. */
  readonly punchId: string | null;
}

/** What one date of one cadre shows. */
export interface VisitDay {
  readonly date: Temporal.PlainDate;
  /**
   * `village`: a whole day; `half-day`: one half proved where halves count (D3); `half-pair` (缺一卡): nothing
   * that counts, be it a lonely half, halves at two villages where one is asked for, or unproved punches only.
   */
  readonly kind: 'village' | 'half-day' | 'half-pair';
  /** Whether the date is worth anything. */
  readonly credited: boolean;
  /** What it is worth in days: 1, 0.5 or 0. */
  readonly weight: number;
  readonly morning: readonly string[];
  readonly afternoon: readonly string[];
  /** Punches that prove nothing until a reviewer accepts them. */
  readonly suspect: readonly string[];
  /** Good punches in neither of the fixed windows: they prove nothing. */
  readonly outside: readonly string[];
  /** Villages in the order they were first proved. */
  readonly villageCodes: readonly string[];
  /** Everything that was proved, for whoever asks about one village. */
  readonly proofs: readonly HalfProof[];
  /** A correction was needed for what the date is worth. */
  readonly corrected: boolean;
}

/** A stretch of a day, `07:00:00` to `11:30:00`: from is in it, until is not; `24:00:00` is midnight. */
export interface TimeWindow {
  readonly from: string;
  readonly until: string;
}

/** How punches become days (D3, D4). */
export interface VisitDayRule {
  /** Without windows: a punch before this time is a morning punch, at or after it an afternoon punch. `12:00:00`. */
  readonly afternoonFrom: string;
  /** Fixed windows instead: a punch outside both proves nothing. `null`: the day is split at `afternoonFrom`. */
  readonly windows: { readonly morning: TimeWindow; readonly afternoon: TimeWindow } | null;
  /** `whole-days`: both halves make a day, one makes none; `half-days`: each proved half counts 0.5. */
  readonly unit: 'whole-days' | 'half-days';
  /** `any-village`: morning at A and afternoon at B make a day; `same-village`: both at one village. */
  readonly pairing: 'any-village' | 'same-village';
}
