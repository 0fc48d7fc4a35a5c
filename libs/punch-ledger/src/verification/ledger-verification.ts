import type { ChainDamage, RecordDamage } from '../domain/damage.js';

/** The state of the whole ledger, as one verification found it. */
export interface LedgerVerification {
  /** Clocks that ever brought a punch. */
  readonly clocks: number;
  readonly punches: number;
  /** Entries of all journals: what else happened. */
  readonly entries: number;
  readonly ok: boolean;
  /** The first damaged punch of each clock that has one, and what was done to it. */
  readonly broken: readonly ChainDamage[];
  /** Damage to what the journals hold, and to the rows they speak of; at most a hundred of a kind. */
  readonly records: readonly RecordDamage[];
  /** Date of the first daily seal that does not hold any more, or `null`. */
  readonly sealBroken: string | null;
  readonly startedAt: string;
  readonly finishedAt: string;
}
