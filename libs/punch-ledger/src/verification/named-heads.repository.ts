import { type Queryable, rowsOf } from './rows.js';

/** Where a clock's chain of punches ended when a read was done, as the journal says it. */
export interface NamedHead {
  readonly sequence: number;
  /** Hex. */
  readonly hash: string;
  readonly readId: string;
  /** Punches that the read brought. */
  readonly appended: number;
}

/** Those ends that do not stand in the clock's chain as they were named, the lowest first. */
export async function lostHeads(
  database: Queryable,
  clockId: number,
  heads: readonly NamedHead[],
): Promise<NamedHead[]> {
  if (heads.length === 0) return [];
  const rows = await rowsOf<{ sequence: string; hash: string }>(
    database,
    `SELECT sequence, encode(hash, 'hex') AS hash FROM punch WHERE clock_id = $1 AND sequence = ANY($2)`,
    [clockId, heads.map(({ sequence }) => sequence)],
  );
  const standing = new Map(rows.map(({ sequence, hash }) => [Number(sequence), hash]));
  return heads
    .filter(({ sequence, hash }) => standing.get(sequence) !== hash)
    .sort((a, b) => a.sequence - b.sequence);
}

/** How many punches of a clock say that a read brought them. */
export async function punchesOfRead(database: Queryable, clockId: number, readId: string): Promise<number> {
  const [row] = await rowsOf<{ count: string }>(
    database,
    `SELECT count(*) AS count FROM punch WHERE clock_id = $1 AND read_id::text = $2`,
    [clockId, readId],
  );
  return Number(row?.count ?? 0);
}
