import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type ChainHead, chainHash, GENESIS, sealHash } from './domain/chain.js';
import type { PunchSource, Suspicion } from './domain/punch-record.js';
import { parseClockTime } from './domain/suspicions.js';

/** Rows held in memory while a chain is walked. */
const BATCH = 5000;

interface PunchRow {
  readonly sequence: string;
  readonly number: string;
  readonly clock_time: string;
  readonly local_time: string | null;
  readonly verify_mode: number;
  readonly punch_state: number;
  readonly work_code: string;
  readonly raw: Buffer;
  readonly source: PunchSource;
  readonly read_id: string;
  readonly received_at: Date;
  readonly suspicions: Suspicion[];
  readonly hash: Buffer;
}

/** The state of the whole ledger. */
export interface LedgerVerification {
  readonly clocks: number;
  readonly punches: number;
  readonly ok: boolean;
  /** The first broken link of each clock that has one. */
  readonly broken: readonly { readonly clockId: number; readonly sequence: number }[];
  /** Date of the first daily seal that does not hold any more, or `null`. */
  readonly sealBroken: string | null;
}

/** Recomputes every chain from its first punch, with memory bounded by a batch. */
@Injectable()
export class VerifyLedgerService {
  constructor(private readonly dataSource: DataSource) {}

  async verify(): Promise<LedgerVerification> {
    const expected = await this.expectedLengths();
    const broken: { clockId: number; sequence: number }[] = [];
    let punches = 0;
    for (const { clockId, length } of expected) {
      const walked = await this.walk(clockId);
      punches += walked.punches;
      if (walked.brokenAt !== null) broken.push({ clockId, sequence: walked.brokenAt });
      else if (walked.punches < length) broken.push({ clockId, sequence: walked.punches + 1 });
    }
    const sealBroken = await this.firstBrokenSeal();
    return {
      clocks: expected.length,
      punches,
      ok: broken.length === 0 && sealBroken === null,
      broken,
      sealBroken,
    };
  }

  /**
   * Clocks that ever brought a punch, and how many their chains must hold: as many as their reads
   * appended, and as far as any seal has seen them. A chain whose end was cut off is whole in itself.
   */
  private async expectedLengths(): Promise<{ clockId: number; length: number }[]> {
    return this.dataSource.query(
      `SELECT "clockId", max(length)::integer AS length FROM (
         SELECT clock_id AS "clockId", sum(appended) AS length FROM clock_read
         GROUP BY clock_id HAVING sum(appended) > 0
         UNION ALL
         SELECT DISTINCT clock_id, 0 FROM punch
         UNION ALL
         SELECT (head ->> 'clockId')::integer, (head ->> 'sequence')::bigint
         FROM ledger_seal, jsonb_array_elements(heads) AS head) AS known
       GROUP BY "clockId" ORDER BY "clockId"`,
    );
  }

  /** Walks the seals: each must follow from the one before, and every head it saw must still stand. */
  private async firstBrokenSeal(): Promise<string | null> {
    const seals: {
      date: string;
      heads: ChainHead[];
      previous_hash: Buffer;
      hash: Buffer;
      standing: boolean;
    }[] = await this.dataSource.query(
      `SELECT sealed_on::text AS date, heads, previous_hash, hash,
                NOT EXISTS (
                  SELECT 1 FROM jsonb_array_elements(heads) AS head
                  LEFT JOIN punch ON punch.clock_id = (head ->> 'clockId')::integer
                                 AND punch.sequence = (head ->> 'sequence')::bigint
                  WHERE encode(punch.hash, 'hex') IS DISTINCT FROM head ->> 'hash') AS standing
         FROM ledger_seal ORDER BY sealed_on`,
    );
    let previous: Buffer = GENESIS;
    for (const seal of seals) {
      const follows =
        seal.previous_hash.equals(previous) && sealHash(previous, seal.date, seal.heads).equals(seal.hash);
      if (!follows || !seal.standing) return seal.date;
      previous = seal.hash;
    }
    return null;
  }

  private async walk(clockId: number): Promise<{ punches: number; brokenAt: number | null }> {
    let previous: Buffer = GENESIS;
    let sequence = 0;
    for (;;) {
      const rows: PunchRow[] = await this.dataSource.query(
        `SELECT sequence, number, clock_time, local_time, verify_mode, punch_state, work_code, raw, source, read_id,
                received_at, suspicions, hash
         FROM punch WHERE clock_id = $1 AND sequence > $2 ORDER BY sequence LIMIT $3`,
        [clockId, sequence, BATCH],
      );
      for (const row of rows) {
        sequence += 1;
        if (
          Number(row.sequence) !== sequence ||
          !hasItsTime(row) ||
          !chainHash(previous, toRecord(clockId, row)).equals(row.hash)
        ) {
          return { punches: sequence, brokenAt: sequence };
        }
        previous = row.hash;
      }
      if (rows.length < BATCH) return { punches: sequence, brokenAt: null };
    }
  }
}

/** The timestamp that weeks are judged by must be the one the clock said. */
function hasItsTime({ clock_time: said, local_time: kept }: PunchRow): boolean {
  const time = parseClockTime(said);
  return kept === null ? time === null : time?.equals(kept) === true;
}

function toRecord(clockId: number, row: PunchRow): Parameters<typeof chainHash>[1] {
  return {
    clockId,
    sequence: Number(row.sequence),
    number: row.number,
    clockTime: row.clock_time,
    verifyMode: row.verify_mode,
    punchState: row.punch_state,
    workCode: Number(row.work_code),
    raw: row.raw,
    source: row.source,
    readId: row.read_id,
    receivedAt: row.received_at.toISOString(),
    suspicions: row.suspicions,
  };
}
