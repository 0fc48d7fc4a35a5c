import type { SqlClient } from './database-shape.js';

interface ForeignKey {
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}

interface Trigger {
  readonly table: string;
  readonly name: string;
  /** `pg_trigger.tgenabled`: origin, replica, always, disabled. */
  readonly enabled: 'O' | 'R' | 'A' | 'D';
}

const HOW: Readonly<Record<Trigger['enabled'], string | null>> = {
  O: 'ENABLE',
  R: 'ENABLE REPLICA',
  A: 'ENABLE ALWAYS',
  D: null,
};

/**
 * Runs `load` while no trigger of ours fires and no foreign key asks, in the caller's transaction: rows come
 * in any order, as they were, and nothing is written about them a second time. Afterwards every trigger is
 * as it was, and every foreign key is made again, which proves it for all rows at once.
 *
 * It needs nothing but owning the tables: `session_replication_role` would need a superuser.
 */
export async function withoutGuards(client: SqlClient, load: () => Promise<void>): Promise<void> {
  const keys = await foreignKeysOf(client);
  const triggers = await triggersOf(client);
  for (const { table, name } of keys) await client.query(`ALTER TABLE ${table} DROP CONSTRAINT ${name}`);
  for (const { table, name } of triggers) await client.query(`ALTER TABLE ${table} DISABLE TRIGGER ${name}`);
  await load();
  for (const { table, name, definition } of keys) {
    await client.query(`ALTER TABLE ${table} ADD CONSTRAINT ${name} ${definition}`);
  }
  for (const { table, name, enabled } of triggers) {
    const how = HOW[enabled];
    if (how !== null) await client.query(`ALTER TABLE ${table} ${how} TRIGGER ${name}`);
  }
}

/** Those that were made, not what PostgreSQL makes of them for partitions. */
async function foreignKeysOf(client: SqlClient): Promise<ForeignKey[]> {
  const { rows } = await client.query<ForeignKey>(
    `SELECT conrelid::regclass::text AS "table", quote_ident(conname) AS name,
            pg_get_constraintdef(oid) AS definition
     FROM pg_constraint
     WHERE contype = 'f' AND conparentid = 0 AND connamespace = 'public'::regnamespace
     ORDER BY conrelid::regclass::text, conname`,
  );
  return rows;
}

/** Those of parents before those of partitions: what is said to a parent its partitions hear, too. */
async function triggersOf(client: SqlClient): Promise<Trigger[]> {
  const { rows } = await client.query<Trigger>(
    `SELECT tgrelid::regclass::text AS "table", quote_ident(tgname) AS name, tgenabled AS enabled
     FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
     WHERE NOT tgisinternal AND relnamespace = 'public'::regnamespace
     ORDER BY relispartition, tgrelid::regclass::text, tgname`,
  );
  return rows;
}
