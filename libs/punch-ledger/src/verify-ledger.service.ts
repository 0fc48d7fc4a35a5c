import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { chainHash, GENESIS } from './domain/chain.js';
import type { PunchSource, Suspicion } from './domain/punch-record.js';

/** Rows held in memory while a chain is walked. */
const BATCH = 5000;

interface PunchRow {
  readonly sequence: string;
  readonly number: string;
  readonly clock_time: string;
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
}

/** Recomputes every chain from its first punch, with memory bounded by a batch. */
@Injectable()
export class VerifyLedgerService {
  constructor(private readonly dataSource: DataSource) {}

  async verify(): Promise<LedgerVerification> {
    const clocks: { clock_id: number }[] = await this.dataSource.query(
      `SELECT DISTINCT clock_id FROM punch ORDER BY clock_id`,
    );
    const broken: { clockId: number; sequence: number }[] = [];
    let punches = 0;
    for (const { clock_id: clockId } of clocks) {
      const walked = await this.walk(clockId);
      punches += walked.punches;
      if (walked.brokenAt !== null) broken.push({ clockId, sequence: walked.brokenAt });
    }
    return { clocks: clocks.length, punches, ok: broken.length === 0, broken };
  }

  private async walk(clockId: number): Promise<{ punches: number; brokenAt: number | null }> {
    let previous: Buffer = GENESIS;
    let sequence = 0;
    for (;;) {
      const rows: PunchRow[] = await this.dataSource.query(
        `SELECT sequence, number, clock_time, verify_mode, punch_state, work_code, raw, source, read_id,
                received_at, suspicions, hash
         FROM punch WHERE clock_id = $1 AND sequence > $2 ORDER BY sequence LIMIT $3`,
        [clockId, sequence, BATCH],
      );
      for (const row of rows) {
        sequence += 1;
        if (
          Number(row.sequence) !== sequence ||
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
