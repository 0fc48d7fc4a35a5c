import { chainOf, type JournalTable, NOT_SPOKEN_OF } from './journal-tables.repository.js';
import { type Queryable, rowsOf } from './rows.js';

const PAGE = 2000;

/** A table's rows that belong to a chain, as JSON texts such as the journal speaks of, in order of their keys; of bytes that the journal leaves out, their SHA-256 as it is now. */
export async function* rowsOfTable(
  snapshot: Queryable,
  table: JournalTable,
  chain: number,
): AsyncGenerator<string[]> {
  const { key, hashed } = table;
  const proof = hashed ? ` || jsonb_build_object('bytes_sha256', sha256(bytes))` : '';
  const columns = key.map(({ column }) => `kept."${column}"`).join(', ');
  const after = key.map(({ type }, index) => `$${index + 3}::${type}`).join(', ');
  for (let last: unknown[] | null = null; ;) {
    const page: { row: string; key: unknown[] }[] = await rowsOf(
      snapshot,
      `SELECT (to_jsonb(kept) - ${NOT_SPOKEN_OF}${proof})::text AS row,
              ARRAY[${key.map(({ column }) => `kept."${column}"::text`).join(', ')}] AS key
       FROM "${table.table}" AS kept
       WHERE ${chainOf(table)} = $1 ${last === null ? '' : `AND (${columns}) > (${after})`}
       ORDER BY ${columns} LIMIT $2`,
      [chain, PAGE, ...(last ?? [])],
    );
    yield page.map(({ row }) => row);
    const end = page.at(-1);
    if (end === undefined || page.length < PAGE) return;
    last = end.key;
  }
}
