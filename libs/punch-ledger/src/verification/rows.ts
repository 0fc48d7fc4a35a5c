/** Whatever can be asked: a pool, one connection, a transaction. */
export interface Queryable {
  query(statement: string, parameters?: unknown[]): Promise<unknown>;
}

/** Rows of a query. The caller states their type as it states the columns. */
export async function rowsOf<Row>(
  database: Queryable,
  statement: string,
  parameters: unknown[] = [],
): Promise<Row[]> {
  return (await database.query(statement, parameters)) as Row[];
}
