import type { RecordDamage } from '../domain/damage.js';
import { EVIDENCE_TABLES } from '../domain/evidence-tables.js';
import type { JournalBody } from '../domain/journal-link.js';
import { type Queryable, rowsOf } from './rows.js';

/** A table whose rows the journal speaks of. */
export interface JournalTable {
  readonly table: string;
  /** Columns of its primary key with their types, in order. */
  readonly key: readonly { readonly column: string; readonly type: string }[];
  /** Whether its rows name their clock. */
  readonly clock: 'always' | 'perhaps' | 'never';
  /** Whether it keeps bytes of which its entries carry only the SHA-256, in a column of that name. */
  readonly hashed: boolean;
}

/** An intact entry that speaks of a row. */
export interface SpokenOf {
  readonly position: number;
  readonly body: string;
  readonly said: JournalBody;
}

/** How the row of an entry was found. */
interface Compared {
  readonly position: string;
  readonly found: boolean;
}

/** More of one table are not named in one verification. */
export const MOST_NAMED = 100;

/** Columns that no entry has, though entries from before migration 19 have the bytes: they are compared on neither side. */
export const NOT_SPOKEN_OF = `'{known_log,bytes}'::text[]`;

const NAME = /^[a-z_][a-z0-9_]*$/;

/**
 * Tables of evidence that there are, those that ought to have the journal's trigger and those that have it.
 *
 * @param alsoNamed tables that the journal speaks of, whether or not they are known to be evidence
 */
export async function journalTables(
  database: Queryable,
  alsoNamed: readonly string[] = [],
): Promise<Map<string, JournalTable>> {
  const rows = await rowsOf<Omit<JournalTable, 'key'> & { readonly column: string; readonly type: string }>(
    database,
    `WITH evidence AS (
       SELECT tgrelid AS oid FROM pg_trigger WHERE tgfoid = 'write_journal'::regproc
       UNION SELECT to_regclass(quote_ident(name)) FROM unnest($1::text[]) AS name)
     SELECT pg_class.relname AS table, pg_attribute.attname AS column,
            format_type(pg_attribute.atttypid, pg_attribute.atttypmod) AS type,
            CASE of_clock.attnotnull WHEN true THEN 'always' WHEN false THEN 'perhaps' ELSE 'never' END AS clock,
            (SELECT count(*) = 2 FROM pg_attribute AS of_paper
             WHERE of_paper.attrelid = pg_class.oid AND of_paper.attname IN ('bytes', 'sha256')
               AND of_paper.atttypid = 'bytea'::regtype) AS hashed
     FROM evidence
     JOIN pg_class ON pg_class.oid = evidence.oid
     JOIN pg_index ON pg_index.indrelid = pg_class.oid AND pg_index.indisprimary
     JOIN LATERAL unnest(pg_index.indkey::smallint[]) WITH ORDINALITY AS part (number, place) ON true
     JOIN pg_attribute ON pg_attribute.attrelid = pg_class.oid AND pg_attribute.attnum = part.number
     LEFT JOIN pg_attribute AS of_clock ON of_clock.attrelid = pg_class.oid AND of_clock.attname = 'clock_id'
     ORDER BY pg_class.relname, part.place`,
    [[...EVIDENCE_TABLES, ...alsoNamed]],
  );
  const tables = new Map<string, JournalTable & { key: { column: string; type: string }[] }>();
  for (const { table, column, type, clock, hashed } of rows) {
    if (!NAME.test(table) || !NAME.test(column)) continue;
    const known = tables.get(table) ?? { table, key: [], clock, hashed };
    known.key.push({ column, type });
    tables.set(table, known);
  }
  return tables;
}

/** The key of the row that an entry speaks of, as {@link RecordDamage} names it. */
export function keyOf(table: JournalTable | undefined, row: JournalBody['row']): string {
  return (table?.key ?? []).map(({ column }) => String(row[column])).join('-');
}

/** Holds each row against the entry that was written with it. Whatever was added to a row's columns later is null then. */
export async function compareRows(
  database: Queryable,
  table: JournalTable,
  entries: readonly SpokenOf[],
): Promise<RecordDamage[]> {
  const saidKey = ({ column, type }: JournalTable['key'][number]): string =>
    `kept."${column}" = (entry.row ->> '${column}')::${type}`;
  const rows = await rowsOf<Compared>(
    database,
    `SELECT entry.position, kept."${table.key[0]?.column}" IS NOT NULL AS found
     FROM (SELECT position, body::jsonb -> 4 AS row FROM unnest($1::bigint[], $2::text[]) AS given (position, body)) AS entry
     LEFT JOIN "${table.table}" AS kept ON ${table.key.map(saidKey).join(' AND ')}
     WHERE kept."${table.key[0]?.column}" IS NULL
        OR jsonb_strip_nulls(to_jsonb(kept) - ${NOT_SPOKEN_OF}) <> jsonb_strip_nulls(entry.row - ${NOT_SPOKEN_OF})`,
    [entries.map(({ position }) => position), entries.map(({ body }) => body)],
  );
  const said = new Map(entries.map((entry) => [entry.position, entry.said.row]));
  return rows.map(({ position, found }) => ({
    table: table.table,
    key: keyOf(table, said.get(Number(position)) ?? {}),
    kind: found ? 'changed' : 'missing',
  }));
}

/** The chain that a row's entry belongs to, in SQL, as the trigger decides it. */
export function chainOf({ table, clock }: JournalTable): string {
  switch (table) {
    case 'clock_incident_acknowledgement':
      return `(SELECT clock_id FROM clock_incident WHERE id = kept.incident_id)`;
    case 'clock_event_acknowledgement':
      return `(SELECT clock_id FROM clock_event WHERE id = kept.event_id)`;
    default:
      return { always: 'kept.clock_id', perhaps: 'coalesce(kept.clock_id, 0)', never: '0' }[clock];
  }
}

/**
 * The keys of a table's rows that no entry speaks of, among those whose journal is whole.
 *
 * Looks at counts first, for these nearly always agree. It counts keys and not entries: a row that was taken out and
 * put in again has two, and would stand for a forged one that has none.
 *
 * @param damaged chains whose journal is not
 * @param missing how many entries were found without their row
 */
export async function unspokenRows(
  database: Queryable,
  table: JournalTable,
  damaged: readonly number[],
  missing: number,
): Promise<RecordDamage[]> {
  const saidKey = table.key.map(({ column }) => `body::jsonb -> 4 ->> '${column}'`);
  const spoken = `SELECT concat_ws('-', ${saidKey.join(', ')}) COLLATE "C" AS key FROM journal
                  WHERE kind = $1 AND chain <> ALL($2)`;
  if (damaged.length === 0) {
    const [counted] = await rowsOf<{ rows: string; keys: string }>(
      database,
      `SELECT (SELECT count(*) FROM "${table.table}") AS rows,
              (SELECT count(*) FROM (SELECT DISTINCT key FROM (${spoken}) AS entry) AS one) AS keys`,
      [table.table, damaged],
    );
    if (counted === undefined || Number(counted.rows) === Number(counted.keys) - missing) return [];
  }
  const key = table.key.map(({ column }) => `kept."${column}"`);
  const textKey = table.key.map(({ column }) => `to_jsonb(kept) ->> '${column}'`);
  const rows = await rowsOf<{ key: string }>(
    database,
    `SELECT concat_ws('-', ${textKey.join(', ')}) AS key FROM "${table.table}" AS kept
     WHERE ${chainOf(table)} <> ALL($2)
       AND NOT EXISTS (SELECT FROM (${spoken}) AS entry WHERE entry.key = concat_ws('-', ${textKey.join(', ')}))
     ORDER BY ${key.join(', ')} LIMIT $3`,
    [table.table, damaged, MOST_NAMED],
  );
  return rows.map((row) => ({ table: table.table, key: row.key, kind: 'inserted' }));
}

/** The keys of rows whose bytes are not those that the SHA-256 beside them is of. No bytes leave the database. */
export async function changedBytes(database: Queryable, table: JournalTable): Promise<RecordDamage[]> {
  if (!table.hashed) return [];
  const textKey = table.key.map(({ column }) => `to_jsonb(kept."${column}") #>> '{}'`);
  const rows = await rowsOf<{ key: string }>(
    database,
    `SELECT concat_ws('-', ${textKey.join(', ')}) AS key FROM "${table.table}" AS kept
     WHERE sha256(bytes) IS DISTINCT FROM sha256 ORDER BY 1 LIMIT $1`,
    [MOST_NAMED],
  );
  return rows.map(({ key }) => ({ table: table.table, key, kind: 'changed' }));
}
