import type { ChainLink } from '../domain/chain-link.js';
import { journalLink, type JournalBody, parseBody, type StoredEntry } from '../domain/journal-link.js';
import { punchLink, type StoredPunch } from '../domain/punch-link.js';
import { type Queryable, rowsOf } from './rows.js';

/** A clock's punches, or the journal of a clock (0: of what belongs to none). */
export type ChainKind = 'punch' | 'journal';

/** An entry as a link, with what its body says; `null`: nothing of ours. */
export interface EntryLink {
  readonly link: ChainLink;
  readonly entry: StoredEntry;
  readonly said: JournalBody | null;
}

/** Positions asked for at once. Pages go by position, not by number of rows: a double position stays in its page. */
const PAGE = 1000;

/** Everything of a punch, in texts: whatever is not exactly as it was written shows. */
const PUNCH_COLUMNS = `
  clock_id AS "clockId", sequence, number, clock_time AS "clockTime",
  CASE WHEN isfinite(local_time) THEN replace(local_time::text, ' ', 'T') ELSE local_time::text END AS "localTime",
  verify_mode AS "verifyMode", punch_state AS "punchState", work_code::text AS "workCode",
  encode(raw, 'hex') AS raw, source, read_id::text AS "readId",
  to_char(received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS "receivedAt",
  suspicions::text AS suspicions, hash`;

type PunchRow = Omit<StoredPunch, 'sequence'> & { readonly sequence: string };
type EntryRow = Omit<StoredEntry, 'position'> & { readonly position: string };

/** Punches after one sequence up to another, in order. @param limit `null`: all of them */
async function punchPage(
  database: Queryable,
  clockId: number,
  after: number,
  until: number,
  limit: number | null = null,
): Promise<StoredPunch[]> {
  const rows = await rowsOf<PunchRow>(
    database,
    `SELECT ${PUNCH_COLUMNS} FROM punch WHERE clock_id = $1 AND sequence > $2 AND sequence <= $3
     ORDER BY sequence LIMIT $4`,
    [clockId, after, until, limit],
  );
  return moved(rows, (row) => ({ ...row, sequence: Number(row.sequence) }));
}

/** Entries after one position up to another, in order. @param limit `null`: all of them */
async function entryPage(
  database: Queryable,
  chain: number,
  after: number,
  until: number,
  limit: number | null = null,
): Promise<StoredEntry[]> {
  const rows = await rowsOf<EntryRow>(
    database,
    `SELECT chain, position, kind, body, hash FROM journal
     WHERE chain = $1 AND position > $2 AND position <= $3 ORDER BY position LIMIT $4`,
    [chain, after, until, limit],
  );
  return moved(rows, (row) => ({ ...row, position: Number(row.position) }));
}

/**
 * Rows out of the driver's result, which is left empty. Each result is bound to the one after it: once the collector has
 * taken one of them for long-lived, all that follow live until it next looks at everything, 100 MB of rows later.
 */
function moved<Row, Page>(rows: Row[], as: (row: Row) => Page): Page[] {
  const page = rows.map(as);
  rows.length = 0;
  return page;
}

/** The hash that the link at a position carries; `null`: there is none. */
export async function hashAt(
  database: Queryable,
  kind: ChainKind,
  chain: number,
  position: number,
): Promise<Buffer | null> {
  const rows = await rowsOf<{ hash: Buffer }>(
    database,
    kind === 'punch'
      ? `SELECT hash FROM punch WHERE clock_id = $1 AND sequence = $2`
      : `SELECT hash FROM journal WHERE chain = $1 AND position = $2`,
    [chain, position],
  );
  return rows[0]?.hash ?? null;
}

/** Stretches of (after, until] that fit into memory. The next one is on its way while one is looked at. */
async function* pagesOf<Row>(
  after: number,
  until: number,
  ask: (after: number, until: number) => Promise<Row[]>,
): AsyncGenerator<Row[]> {
  const fetch = (from: number): Promise<Row[]> => ask(from, Math.min(from + PAGE, until));
  let coming = after < until ? fetch(after) : null;
  for (let from = after; coming !== null; from += PAGE) {
    const page = await coming;
    coming = from + PAGE < until ? fetch(from + PAGE) : null;
    // A page that is no longer wanted may fail unheard.
    coming?.catch(() => undefined);
    yield page;
  }
}

/** Pages of a clock's punches after one sequence up to another. */
export function punchPages(
  database: Queryable,
  clockId: number,
  after: number,
  until: number,
): AsyncGenerator<StoredPunch[]> {
  return pagesOf(after, until, (from, to) => punchPage(database, clockId, from, to));
}

/** Pages of a journal after one position up to another. */
export function entryPages(
  database: Queryable,
  chain: number,
  after: number,
  until: number,
): AsyncGenerator<EntryLink[]> {
  return pagesOf(after, until, async (from, to) =>
    (await entryPage(database, chain, from, to)).map((entry) => {
      const said = parseBody(entry.body);
      return { link: journalLink(entry, said), entry, said };
    }),
  );
}

/** The links of either chain behind a position, however far apart they stand. */
export async function* linksBehind(
  database: Queryable,
  kind: ChainKind,
  chain: number,
  position: number,
  until: number,
): AsyncGenerator<ChainLink> {
  if (kind === 'punch') {
    for await (const page of punchesBehind(database, chain, position, until)) yield* page.map(punchLink);
  } else {
    for await (const page of entriesBehind(database, chain, position, until)) {
      yield* page.map((entry) => journalLink(entry));
    }
  }
}

/** Pages of a clock's punches behind a sequence, however far apart they stand; of all of them when none is given. */
export function punchesBehind(
  database: Queryable,
  clockId: number,
  sequence = Number.MIN_SAFE_INTEGER,
  until = Number.MAX_SAFE_INTEGER,
): AsyncGenerator<StoredPunch[]> {
  const ask = (after: number): Promise<StoredPunch[]> => punchPage(database, clockId, after, until, PAGE);
  return pagesBehind(sequence, ask, (punch) => punch.sequence);
}

/** Pages of a journal behind a position, however far apart its entries stand; of all of them when none is given. */
export function entriesBehind(
  database: Queryable,
  chain: number,
  position = Number.MIN_SAFE_INTEGER,
  until = Number.MAX_SAFE_INTEGER,
): AsyncGenerator<StoredEntry[]> {
  const ask = (after: number): Promise<StoredEntry[]> => entryPage(database, chain, after, until, PAGE);
  return pagesBehind(position, ask, (entry) => entry.position);
}

async function* pagesBehind<Row>(
  position: number,
  ask: (after: number) => Promise<Row[]>,
  positionOf: (row: Row) => number,
): AsyncGenerator<Row[]> {
  for (let after = position; ;) {
    const page = await ask(after);
    yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = positionOf(last);
  }
}
