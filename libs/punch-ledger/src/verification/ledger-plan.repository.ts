import { journalHash, parseBody } from '../domain/journal-link.js';
import { GENESIS } from '../domain/chain.js';
import { LAST_EVIDENCE_MIGRATION } from '../domain/evidence-tables.js';
import { ledgerErrors } from '../ledger-errors.js';
import { type ChainKind, hashAt } from './chain-pages.repository.js';
import { type Queryable, rowsOf } from './rows.js';
import type { NamedHead } from './named-heads.repository.js';
import { sealedLengths } from './verify-seals.js';
import { headOf, type Stretch } from './verify-stretch.js';

/** A chain as it stood when a verification began. */
export interface PlannedChain {
  readonly kind: ChainKind;
  readonly chain: number;
  /** Links it must have, by what vouches for it: reads and seals for punches, seals for a journal. */
  readonly expected: number;
  /** Links it has. */
  readonly actual: number;
  /** The last position in it; 0 for an empty one. */
  readonly last: number;
  /** A position before the beginning or behind the end that is vouched for. */
  readonly outside: number | null;
}

/** @throws CodedError `LEDGER.NONE` for a database that nobody has migrated, or not far enough */
export async function assertLedger(database: Queryable): Promise<void> {
  const [row] = await rowsOf<{ there: boolean; readable: boolean | null }>(
    database,
    `SELECT to_regclass('public.ledger_verification') IS NOT NULL AS there,
            has_table_privilege(to_regclass('public.schema_migration'), 'SELECT') AS readable`,
  );
  if (row?.there !== true) throw ledgerErrors.none();
  // Tables that are not there yet are not damage. A role that may not know takes every table to be there.
  if (row.readable !== true) return;
  const done = await rowsOf(database, `SELECT FROM schema_migration WHERE name = $1`, [
    LAST_EVIDENCE_MIGRATION,
  ]);
  if (done.length === 0) throw ledgerErrors.none();
}

/** How far the journals are looked through for the last read that is on record. */
const ENTRIES_TRUSTED_BY = 10;

/**
 * Every chain there is, and how long it has to be. What is appended after this is the next verification's.
 *
 * @param snapshot a transaction in which all is seen as of one moment
 */
export async function planChains(snapshot: Queryable): Promise<PlannedChain[]> {
  const sealed = await sealedLengths(snapshot);
  const planned: PlannedChain[] = [];
  for (const { chain, punches, entries } of await extents(snapshot, [...sealed.keys()])) {
    const seal = sealed.get(chain);
    if (chain !== 0) {
      const reads = await vouchedByReads(snapshot, chain, entries.last);
      const vouched = Math.max(reads.sequence, seal?.sequence ?? 0);
      if (vouched > 0 || punches.actual > 0) {
        const behind = await firstBehind(snapshot, chain, vouched, punches.last);
        const outside = punches.first < 1 ? punches.first : behind;
        const { actual, last } = punches;
        planned.push({ kind: 'punch', chain, expected: vouched, actual, last, outside });
      }
    }
    const expected = Math.max(entries.last, seal?.position ?? 0);
    if (expected > 0 || entries.actual > 0) {
      const outside = entries.first < 1 ? entries.first : null;
      const { actual, last } = entries;
      planned.push({ kind: 'journal', chain, expected, actual, last, outside });
    }
  }
  return planned;
}

/** The clocks of which there is anything at all, and 0. */
export async function knownChains(snapshot: Queryable): Promise<number[]> {
  const sealed = await sealedLengths(snapshot);
  return (await extents(snapshot, [...sealed.keys()])).map(({ chain }) => chain);
}

/** How much of a chain has to be walked: as far as it is vouched for, and its rows can reach without a gap. */
function walkedLength({ expected, last, actual }: PlannedChain): number {
  return Math.min(expected, last, actual);
}

/** Links in a stretch: what is lost at most when a verification is interrupted, and what threads share out. */
const STRETCH = { punch: 100_000, journal: 50_000 } as const;

/** A chain cut up, as any plan in which it is as long cuts it. */
export function stretchesOf(planned: PlannedChain): Stretch[] {
  const { kind, chain } = planned;
  const length = walkedLength(planned);
  const stretches: Stretch[] = [];
  for (let after = 0; after < length; after += STRETCH[kind]) {
    stretches.push({ kind, chain, after, until: Math.min(after + STRETCH[kind], length) });
  }
  return stretches;
}

interface Extent {
  readonly first: number;
  readonly last: number;
  readonly actual: number;
}

async function extents(
  snapshot: Queryable,
  sealed: readonly number[],
): Promise<{ chain: number; punches: Extent; entries: Extent }[]> {
  interface Row {
    readonly chain: number;
    readonly punches: Extent;
    readonly entries: Extent;
  }
  // Chains are found by themselves, too: a punch of a clock that nobody registered must not go unseen.
  return rowsOf<Row>(
    snapshot,
    `WITH RECURSIVE punched AS (
       (SELECT min(clock_id) AS chain FROM punch)
       UNION ALL
       SELECT (SELECT min(clock_id) FROM punch WHERE clock_id > punched.chain) FROM punched
       WHERE punched.chain IS NOT NULL
     ), journaled AS (
       (SELECT min(chain) AS chain FROM journal)
       UNION ALL
       SELECT (SELECT min(chain) FROM journal WHERE chain > journaled.chain) FROM journaled
       WHERE journaled.chain IS NOT NULL
     ), named AS (
       SELECT chain FROM punched UNION SELECT chain FROM journaled UNION SELECT id FROM clock UNION SELECT 0
       UNION SELECT unnest($1::integer[]))
     SELECT chain,
            (SELECT json_build_object('first', coalesce(min(sequence), 1), 'last', coalesce(max(sequence), 0),
                                      'actual', count(*)) FROM punch WHERE clock_id = chain) AS punches,
            (SELECT json_build_object('first', coalesce(min(position), 1), 'last', coalesce(max(position), 0),
                                      'actual', count(*)) FROM journal WHERE journal.chain = named.chain) AS entries
     FROM named WHERE chain IS NOT NULL ORDER BY chain`,
    [sealed],
  );
}

/** How many punches the reads of a clock vouch for, and the end that the last one names; `null`: it names none. */
export interface Vouched {
  readonly sequence: number;
  readonly head: NamedHead | null;
}

/**
 * How many punches the reads vouch for: up to the end that the last read in the journal names, or, for reads
 * from before they named one, as many as all of them say they brought.
 *
 * @param lastEntry up to which position of the journal
 */
export async function vouchedByReads(
  snapshot: Queryable,
  clockId: number,
  lastEntry = Number.MAX_SAFE_INTEGER,
): Promise<Vouched> {
  const reads = await rowsOf<{ position: string; body: string; hash: Buffer }>(
    snapshot,
    `SELECT position, body, hash FROM journal
     WHERE chain = $1 AND position <= $2 AND kind = 'clock_read' ORDER BY position DESC LIMIT $3`,
    [clockId, lastEntry, ENTRIES_TRUSTED_BY],
  );
  for (const { position, body, hash } of reads) {
    const before =
      position === '1' ? GENESIS : await hashAt(snapshot, 'journal', clockId, Number(position) - 1);
    const said = parseBody(body);
    if (before === null || said === null || !journalHash(before, body).equals(hash)) continue;
    const named = said.row['head_sequence'];
    if (typeof named === 'number') {
      const head = headOf(said.row);
      return { sequence: head?.sequence ?? 0, head };
    }
    break;
  }
  const [row] = await rowsOf<{ appended: string }>(
    snapshot,
    `SELECT coalesce(sum(appended), 0) AS appended FROM clock_read WHERE clock_id = $1`,
    [clockId],
  );
  return { sequence: Number(row?.appended ?? 0), head: null };
}

async function firstBehind(
  snapshot: Queryable,
  clockId: number,
  sequence: number,
  last: number,
): Promise<number | null> {
  if (last <= sequence) return null;
  const [row] = await rowsOf<{ first: string }>(
    snapshot,
    `SELECT min(sequence) AS first FROM punch WHERE clock_id = $1 AND sequence > $2`,
    [clockId, sequence],
  );
  return row === undefined ? null : Number(row.first);
}
