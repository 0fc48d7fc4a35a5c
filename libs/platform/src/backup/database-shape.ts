import pg from 'pg';

/** Anything that answers a query: a client of node-postgres. */
export type SqlClient = Pick<pg.ClientBase, 'query'>;

/** A table whose rows are data of ours: a partitioned one as a whole, no partition, nothing of an extension. */
export interface TableShape {
  readonly name: string;
  /** Those that hold something of their own: generated columns are left out. */
  readonly columns: readonly string[];
}

/** How COPY writes and reads values, whatever the server or the role has been told. */
export const COPY_SETTINGS = `
  SET LOCAL client_encoding = 'UTF8';
  SET LOCAL datestyle = 'ISO, YMD';
  SET LOCAL intervalstyle = 'postgres';
  SET LOCAL timezone = 'UTC';
  SET LOCAL bytea_output = 'hex';
  SET LOCAL extra_float_digits = 3;
  SET LOCAL statement_timeout = 0;
  SET LOCAL idle_in_transaction_session_timeout = 0`;

const OURS = `relnamespace = 'public'::regnamespace AND NOT EXISTS (
  SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e')`;

/** Every table of the product, as the catalogue has it: one that is added later is in by itself. */
export async function tablesOf(client: SqlClient): Promise<TableShape[]> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(
    `SELECT relname::text AS name,
            ARRAY(SELECT attname::text FROM pg_attribute
                  WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
                  ORDER BY attnum) AS columns
     FROM pg_class
     WHERE relkind IN ('r', 'p') AND NOT relispartition AND ${OURS}
     ORDER BY relname`,
  );
  return rows;
}

/** How far every sequence has counted. Sequences know no transaction: read them after the rows. */
export async function sequencesOf(
  client: SqlClient,
): Promise<{ name: string; lastValue: string; isCalled: boolean }[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT relname::text AS name FROM pg_class WHERE relkind = 'S' AND ${OURS} ORDER BY relname`,
  );
  const sequences: { name: string; lastValue: string; isCalled: boolean }[] = [];
  for (const { name } of rows) {
    const state = await client.query<{ lastValue: string; isCalled: boolean }>(
      `SELECT last_value::text AS "lastValue", is_called AS "isCalled" FROM ${publicName(name)}`,
    );
    const [found] = state.rows;
    if (found !== undefined) sequences.push({ name, ...found });
  }
  return sequences;
}

/** How many tables, views and sequences anybody has made in this database. */
export async function countRelations(client: SqlClient): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM pg_class
     JOIN pg_namespace ON pg_namespace.oid = relnamespace
     WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND nspname !~ '^pg_' AND nspname <> 'information_schema'
       AND NOT EXISTS (SELECT FROM pg_depend
                       WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e')`,
  );
  return rows[0]?.count ?? 0;
}

/** The name as it stands in a statement. */
export function publicName(name: string): string {
  return `public.${pg.escapeIdentifier(name)}`;
}

/** Columns in brackets, as COPY wants them. */
export function columnList(columns: readonly string[]): string {
  return columns.map((column) => pg.escapeIdentifier(column)).join(', ');
}
