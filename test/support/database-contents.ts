import pg from 'pg';

/** Asks a database beside the program. */
export async function query<Row extends object>(
  url: string,
  statement: string,
  parameters: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(statement, parameters)).rows;
  } finally {
    await client.end();
  }
}

/** Every row of every table of the product as text, in an order of its own, and how far its sequences are. */
export async function contentsOf(url: string): Promise<Record<string, string[]>> {
  const [found] = await query<{ statement: string | null }>(
    url,
    `SELECT string_agg(format('SELECT %L AS name, (%s)::text AS row FROM public.%I', relname,
              CASE relkind WHEN 'S' THEN 'ROW(last_value, is_called)' ELSE quote_ident(relname) || '.*' END,
              relname), ' UNION ALL ') AS statement
     FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'S') AND NOT relispartition`,
  );
  const contents: Record<string, string[]> = {};
  for (const { name, row } of await query<{ name: string; row: string }>(url, found?.statement ?? '')) {
    (contents[name] ??= []).push(row);
  }
  for (const rows of Object.values(contents)) rows.sort();
  return contents;
}

/** Every column, constraint, index, trigger, view and function of the product, as PostgreSQL describes it. */
export async function structureOf(url: string): Promise<object[]> {
  return query(
    url,
    `SELECT 'column' AS kind, attrelid::regclass::text || '.' || attname AS name,
            format_type(atttypid, atttypmod) || attnotnull::text || attidentity::text || coalesce(pg_get_expr(adbin, adrelid), '') AS definition
     FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
     LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped
     UNION ALL
     SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid) || convalidated::text
     FROM pg_constraint WHERE connamespace = 'public'::regnamespace
     UNION ALL
     SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
     UNION ALL
     SELECT 'trigger', tgrelid::regclass || '.' || tgname, pg_get_triggerdef(pg_trigger.oid) || tgenabled::text
     FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
     WHERE NOT tgisinternal AND relnamespace = 'public'::regnamespace
     UNION ALL
     SELECT 'view', viewname, definition FROM pg_views WHERE schemaname = 'public'
     ORDER BY 1, 2, 3`,
  );
}
