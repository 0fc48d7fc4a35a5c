import type { RecordDamage } from '../domain/damage.js';
import { EVIDENCE_TABLES } from '../domain/evidence-tables.js';
import { type Queryable, rowsOf } from './rows.js';

/** In chains themselves: nothing is written about their rows, but nobody may change one. */
const CHAINS = ['punch', 'journal'];

/** `pg_trigger.tgtype`: after each row that is inserted; before any update, delete or truncate. */
const TYPE = { journal: 5, appendOnly: 58 } as const;

/**
 * What no longer guards a table of evidence: its journal trigger, that which refuses changes (of a part of the
 * punches, too), or the primary key that its entries name rows by. One that is switched off, or was made to
 * fire less often, is `changed`.
 */
export async function lostGuards(database: Queryable): Promise<RecordDamage[]> {
  return rowsOf<RecordDamage>(
    database,
    `WITH evidence AS (
       SELECT name, to_regclass('public.' || quote_ident(name)) AS relation, name <> ALL($2::text[]) AS journaled
       FROM unnest($1::text[] || $2::text[]) AS name
       UNION ALL
       SELECT relname, inhrelid, false FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
       WHERE inhparent = to_regclass('public.punch')
     ), guard AS (
       SELECT relation, name || '_append_only' AS key, to_regproc('public.refuse_change') AS calls, $3::integer AS type
       FROM evidence
       UNION ALL
       SELECT relation, name || '_journal', to_regproc('public.write_journal'), $4 FROM evidence WHERE journaled
     )
     SELECT 'trigger' AS table, key,
            CASE WHEN EXISTS (SELECT FROM pg_trigger WHERE tgrelid = relation AND tgfoid = calls)
                 THEN 'changed' ELSE 'missing' END AS kind
     FROM guard
     WHERE NOT EXISTS (SELECT FROM pg_trigger
                       WHERE tgrelid = relation AND tgfoid = calls AND tgenabled IN ('O', 'A') AND tgtype = type
                         AND tgqual IS NULL AND tgattr::text = '')
     UNION ALL
     SELECT 'primary key', name, 'missing' FROM evidence
     WHERE NOT EXISTS (SELECT FROM pg_index WHERE indrelid = relation AND indisprimary)`,
    [EVIDENCE_TABLES, CHAINS, TYPE.appendOnly, TYPE.journal],
  );
}
