import type { DataSource } from 'typeorm';

/**
 * Tables whose rows may change, and why. Any other table is append only: whoever adds one either gives it
 * the trigger or a line here.
 */
export const MAY_CHANGE: ReadonlySet<string> = new Set([
  // The roster and the registry: changes are audited, and dated where they matter.
  'township',
  'village',
  'cadre',
  'cadre_category',
  'cadre_home_village',
  'cadre_post',
  'clock',
  'clock_placement',
  'enrolment',
  'user_account',
  'api_token',
  // What people ask for, and the state a decision brings it to: what a slip says cannot change, and every
  // decision is a row of slip_decision.
  'absence',
  'enterprise_visit',
  'emergency_duty',
  'outage',
  'correction',
  // Computed, and can be computed again.
  'visit_day',
  'week_assessment',
  'dirty_week',
  'punch_doubt',
  // How far a verification is, and what the last ones found: asked again, it is computed again.
  'ledger_verification',
  'ledger_verification_stretch',
  // Where a conversation with a clock stands.
  'clock_lease',
  'clock_backoff',
  'push_clock',
  'push_command',
  'unknown_push_device',
  // The record of migrations; the owner's.
  'schema_migration',
]);

export interface Table {
  readonly name: string;
  readonly partition: boolean;
  readonly column: string;
}

/** Every table and every part of one, from the catalogue: none can be forgotten. */
export async function tablesOf(database: DataSource): Promise<Table[]> {
  return database.query<Table[]>(
    `SELECT relname AS name, relispartition AS partition,
            (SELECT attname FROM pg_attribute
             WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped AND attidentity = ''
             ORDER BY attnum LIMIT 1) AS column
     FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY relname`,
  );
}

export async function appendOnlyTables(database: DataSource): Promise<Table[]> {
  return (await tablesOf(database)).filter(({ name }) => !MAY_CHANGE.has(name));
}

/** What nobody may do to such a table. */
export function changesOf({ name, column }: Table): string[] {
  return [`UPDATE ${name} SET ${column} = ${column}`, `DELETE FROM ${name}`, `TRUNCATE ${name} CASCADE`];
}
