import { GENESIS, sealHash, type SealContent } from '../domain/chain.js';
import type { ChainDamage, RecordDamage } from '../domain/damage.js';
import { type Queryable, rowsOf } from './rows.js';

/** What the seals say of themselves and of the chains they have seen. */
export interface SealFindings {
  /** Date of the first seal that does not hold any more, for whatever reason; `null`: all hold. */
  readonly brokenOn: string | null;
  /** Seals that are not what was sealed. */
  readonly seals: readonly RecordDamage[];
  /** Ends that a seal has seen and that do not stand any more, the first of each chain. */
  readonly punches: readonly ChainDamage[];
  readonly journals: readonly RecordDamage[];
}

type SealRow = SealContent & {
  readonly previous_hash: Buffer;
  readonly hash: Buffer;
};

/** A head of a seal that does not stand. */
interface FallenHead {
  readonly clockId: number;
  readonly sequence: string;
  readonly position: string | null;
  readonly punchStands: boolean;
  readonly punchThere: boolean;
  readonly journalStands: boolean;
  readonly journalThere: boolean;
}

/** Seals looked at in one go. */
const BATCH = 50;

/** Walks the seals: each must follow from the one before, and every head it saw must still stand. */
export async function verifySeals(database: Queryable): Promise<SealFindings> {
  let brokenOn: string | null = null;
  const seals: RecordDamage[] = [];
  const punches = new Map<number, ChainDamage>();
  const journals = new Map<number, RecordDamage>();
  let previous: Buffer = GENESIS;
  for await (const { seal, itself } of sealsInOrder(database)) {
    const follows = seal.previous_hash.equals(previous);
    const fallen = itself ? await fallenHeads(database, seal.date) : [];
    if (!itself) seals.push({ table: 'ledger_seal', key: seal.date, kind: 'changed' });
    // It says itself what it followed, and that is not here: the one before it is gone or another.
    else if (!follows && seals.length === 0) {
      seals.push({ table: 'ledger_seal', key: seal.date, kind: 'missing' });
    }
    for (const head of fallen) {
      const { clockId } = head;
      if (!head.punchStands && !punches.has(clockId)) {
        const kind = head.punchThere ? 'changed' : 'missing';
        punches.set(clockId, { clockId, sequence: Number(head.sequence), kind });
      }
      if (!head.journalStands && !journals.has(clockId)) {
        const kind = head.journalThere ? 'changed' : 'missing';
        journals.set(clockId, { table: 'journal', key: `${clockId}-${head.position}`, kind });
      }
    }
    if (!itself || !follows || fallen.length > 0) brokenOn ??= seal.date;
    previous = seal.hash;
  }
  return { brokenOn, seals, punches: [...punches.values()], journals: [...journals.values()] };
}

/** How long each clock's chains were when they were last sealed, by seals that are themselves intact. */
export async function sealedLengths(
  database: Queryable,
): Promise<Map<number, { sequence: number; position: number }>> {
  const lengths = new Map<number, { sequence: number; position: number }>();
  for await (const { seal, itself } of sealsInOrder(database)) {
    if (!itself) continue;
    for (const head of seal.heads) {
      const known = lengths.get(head.clockId);
      lengths.set(head.clockId, {
        sequence: Math.max(head.sequence, known?.sequence ?? 0),
        position: Math.max('journal' in head ? head.journal.position : 0, known?.position ?? 0),
      });
    }
  }
  return lengths;
}

async function* sealsInOrder(database: Queryable): AsyncGenerator<{ seal: SealRow; itself: boolean }> {
  for (let after = '-infinity'; ;) {
    const batch = await rowsOf<SealRow>(
      database,
      `SELECT sealed_on::text AS date, version, heads, previous_hash, hash FROM ledger_seal
       WHERE sealed_on > $1::date ORDER BY sealed_on LIMIT $2`,
      [after, BATCH],
    );
    for (const seal of batch) yield { seal, itself: hashesAsItSays(seal) };
    const last = batch.at(-1);
    if (last === undefined || batch.length < BATCH) return;
    after = last.date;
  }
}

/** Whether a seal's hash is that of its own content, behind the seal that it says it followed. */
function hashesAsItSays(seal: SealRow): boolean {
  try {
    return sealHash(seal.previous_hash, seal).equals(seal.hash);
  } catch {
    // Heads of a shape that nobody ever sealed.
    return false;
  }
}

async function fallenHeads(database: Queryable, date: string): Promise<FallenHead[]> {
  return rowsOf<FallenHead>(
    database,
    `SELECT * FROM (
       SELECT head.*, punch.hash IS NOT NULL AS "punchThere", journal.hash IS NOT NULL AS "journalThere",
              head.sequence = 0 OR encode(punch.hash, 'hex') IS NOT DISTINCT FROM head.hash AS "punchStands",
              coalesce(head.position, 0) = 0
                OR encode(journal.hash, 'hex') IS NOT DISTINCT FROM head."journalHash" AS "journalStands"
       FROM ledger_seal, LATERAL (
         SELECT (said ->> 'clockId')::integer AS "clockId", (said ->> 'sequence')::bigint AS sequence,
                said ->> 'hash' AS hash, (said -> 'journal' ->> 'position')::bigint AS position,
                said -> 'journal' ->> 'hash' AS "journalHash"
         FROM jsonb_array_elements(heads) AS said) AS head
       LEFT JOIN punch ON punch.clock_id = head."clockId" AND punch.sequence = head.sequence
       LEFT JOIN journal ON journal.chain = head."clockId" AND journal.position = head.position
       WHERE sealed_on = $1) AS looked
     WHERE NOT ("punchStands" AND "journalStands") ORDER BY "clockId"`,
    [date],
  );
}
