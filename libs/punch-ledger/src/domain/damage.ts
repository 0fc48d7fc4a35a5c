/**
 * What was done to a record.
 *
 * - `changed`: it stands where it stood, but says something else.
 * - `missing`: it was taken out, at the end of the chain, too.
 * - `inserted`: nothing vouches for it: it was put in, or what vouched for it was taken away.
 * - `reordered`: it was moved to another place of its chain.
 */
export type DamageKind = 'changed' | 'missing' | 'inserted' | 'reordered';

/** The first damage of a clock's chain of punches. */
export interface ChainDamage {
  readonly clockId: number;
  readonly sequence: number;
  readonly kind: DamageKind;
}

/** Damage to a row that the journal speaks of, to an entry of the journal, to a seal, or to what guards a table. */
export interface RecordDamage {
  /** `clock_read`, `coverage`, `punch_review`, `ledger_seal`, …, or `journal`, `trigger`, `primary key`. */
  readonly table: string;
  /**
   * Its primary key, parts joined by `-`; of the journal chain and position, `3-17`; the name of the trigger, or of
   * the table that has no primary key.
   */
  readonly key: string;
  readonly kind: DamageKind;
}
