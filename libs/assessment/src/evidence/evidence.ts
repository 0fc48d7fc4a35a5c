import type { RuledDate } from '../domain/evidence-date.js';
import type { CadreInWeek } from '../domain/week-facts.js';
import type { PolicyVersion } from '../policies.repository.js';
import type { EvidenceItem } from './checklist-evidence.js';
import type { EvidencePunch } from './dates.repository.js';
import type { EvidenceOverlays } from './overlay-evidence.service.js';
import type { DateProof, EvidenceCoverage, ProvingRead } from './reads.repository.js';

/** A date of the week: what it was, what was seen on it, and what proves that there was nothing else. */
export interface EvidenceDay extends RuledDate {
  /** Punches and corrections alone prove it to be a visit day. */
  readonly credited: boolean;
  /** Villages proved by punches or corrections, in that order. */
  readonly villageNames: readonly string[];
  readonly villageCodes: readonly string[];
  readonly punches: readonly EvidencePunch[];
  /** One for each clock of the township that stood that day. */
  readonly provenBy: readonly Omit<DateProof, 'date'>[];
}

/** The chain of reasons from a verdict down to its punches: who has only this can judge the week again. */
export interface Evidence {
  readonly sentence: string;
  /** The version in force, every setting of it, and who answers for it. */
  readonly policy: PolicyVersion;
  /** What is known of the cadre that bears on the week. */
  readonly cadre: { readonly [K in keyof CadreInWeek]: string | null };
  readonly quota: { readonly full: number; readonly availableWorkdays: number; readonly due: number };
  /** All seven, Monday first. */
  readonly days: readonly EvidenceDay[];
  /** Dates that leave the available workdays by the policy (D8 to D10), days off among them. Never for what. */
  readonly excused: readonly string[];
  /** What else people added and others approved. */
  readonly overlays: EvidenceOverlays;
  /** The week's list, item by item. */
  readonly checklist: readonly EvidenceItem[];
  /** How far each clock of the township is proven complete, and the read that proves it. */
  readonly coverage: readonly EvidenceCoverage[];
  /** The reads named in `days` and `coverage`, each with the end of the chain it left behind. */
  readonly reads: readonly ProvingRead[];
}
