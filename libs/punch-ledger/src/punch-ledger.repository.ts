import { Injectable } from '@nestjs/common';
import { DirtyWeeksRepository } from '@cunqin/roster';
import { Temporal } from 'temporal-polyfill';
import type { EntityManager } from 'typeorm';
import { GENESIS } from './domain/chain.js';
import type { ReadOutcome } from './domain/coverage.js';
import type { FinishedRead, LogAccount } from './domain/finished-read.js';
import type { PunchRecord, PunchSource } from './domain/punch-record.js';

/** A punch with its place in the chain. */
export interface ChainLink {
  readonly record: PunchRecord;
  readonly hash: Buffer;
}

/** How a read came about, apart from what it brought. Without `log` it fetched no log. */
export type ReadCircumstances = Omit<FinishedRead, 'clockTime' | 'timeZone' | 'punches' | 'log'> & {
  readonly log: LogAccount | null;
};

/** What a read brought. */
export interface ReadResult {
  readonly outcome: ReadOutcome;
  readonly decoded: number;
  readonly appended: number;
  readonly suspect: number;
  readonly timeOrdered: boolean | null;
  /** How far it proves the clock complete, if nothing else speaks against it; `null`: it proves nothing. */
  readonly provenUntil: Temporal.PlainDateTime | null;
  /** Of a whole log: {@link digestLog}. The ledger holds every punch of it. */
  readonly logDigest: Buffer | null;
}

/** A read of which nothing was stored. */
export interface FailedRead {
  readonly readId: string;
  readonly clockId: number;
  readonly source: PunchSource;
  readonly startedAt: Temporal.Instant;
  readonly finishedAt: Temporal.Instant;
  readonly errorCode: string;
  /** Which device answered, as far as it said so. */
  readonly serialNumber: string | null;
}

/** Rows of the ledger: written once, in the caller's transaction, never changed. */
@Injectable()
export class PunchLedgerRepository {
  constructor(private readonly dirtyWeeks: DirtyWeeksRepository) {}

  async lockChain(manager: EntityManager, clockId: number): Promise<void> {
    await manager.query(`SELECT pg_advisory_xact_lock(hashtext('punch-chain'), $1)`, [clockId]);
  }

  /** The last link of a clock's chain. */
  async head(manager: EntityManager, clockId: number): Promise<{ sequence: number; hash: Buffer }> {
    const rows: { sequence: string; hash: Buffer }[] = await manager.query(
      `SELECT sequence, hash FROM punch WHERE clock_id = $1 ORDER BY sequence DESC LIMIT 1`,
      [clockId],
    );
    return rows[0]
      ? { sequence: Number(rows[0].sequence), hash: rows[0].hash }
      : { sequence: 0, hash: GENESIS };
  }

  async firstPlacement(manager: EntityManager, clockId: number): Promise<Temporal.PlainDate | null> {
    const rows: { first: string | null }[] = await manager.query(
      `SELECT min(placed_from)::text AS first FROM clock_placement WHERE clock_id = $1`,
      [clockId],
    );
    const first = rows[0]?.first ?? null;
    return first === null ? null : Temporal.PlainDate.from(first);
  }

  /** Its punches are in the chain already: the read names the chain's end right after it. */
  async insertRead(manager: EntityManager, read: ReadCircumstances, result: ReadResult): Promise<void> {
    const { log } = read;
    const head = await this.head(manager, read.clockId);
    await manager.query(
      `INSERT INTO clock_read (id, clock_id, source, started_at, finished_at, outcome, serial_number,
                               stated_before, stated_after, decoded, appended, duplicates, suspect,
                               offset_seconds, bytes_read, punch_capacity, mode, log_bytes, log_records,
                               known_log, time_ordered, proven_until, head_sequence, head_hash,
                               log_digest)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
               $23, $24, $25)`,
      [
        read.readId,
        read.clockId,
        read.source,
        read.startedAt.toString(),
        read.finishedAt.toString(),
        result.outcome,
        read.serialNumber,
        read.statedBefore,
        read.statedAfter,
        result.decoded,
        result.appended,
        result.decoded - result.appended,
        result.suspect,
        read.offsetSeconds,
        read.bytesRead,
        read.punchCapacity,
        log?.mode ?? null,
        log?.bytes ?? null,
        log?.records ?? null,
        log?.known ? JSON.stringify(log.known) : null,
        result.timeOrdered,
        result.provenUntil?.toString() ?? null,
        head.sequence,
        head.hash,
        result.logDigest,
      ],
    );
  }

  async insertFailedRead(manager: EntityManager, failure: FailedRead): Promise<void> {
    const head = await this.head(manager, failure.clockId);
    await manager.query(
      `INSERT INTO clock_read (id, clock_id, source, started_at, finished_at, outcome, error_code, serial_number,
                               decoded, appended, duplicates, suspect, bytes_read, head_sequence, head_hash)
       VALUES ($1, $2, $3, $4, $5, 'failed', $6, $7, 0, 0, 0, 0, 0, $8, $9)`,
      [
        failure.readId,
        failure.clockId,
        failure.source,
        failure.startedAt.toString(),
        failure.finishedAt.toString(),
        failure.errorCode,
        failure.serialNumber,
        head.sequence,
        head.hash,
      ],
    );
  }

  /** Marks the weeks of everybody who held a number when it was punched after `afterSequence`. */
  async markPunchWeeks(manager: EntityManager, clockId: number, afterSequence: number): Promise<void> {
    await manager.query(
      `INSERT INTO dirty_week (cadre_code, week)
       SELECT DISTINCT enrolment.cadre_code, to_char(day.date, 'IYYY-"W"IW')
       FROM (SELECT DISTINCT number, local_time::date AS date FROM punch
             WHERE clock_id = $1 AND sequence > $2 AND local_time IS NOT NULL) AS day
       JOIN enrolment ON enrolment.number = day.number
         AND (enrolment.clock_id IS NULL OR enrolment.clock_id = $1)
         AND enrolment.valid_from <= day.date
         AND (enrolment.valid_until IS NULL OR enrolment.valid_until >= day.date)`,
      [clockId, afterSequence],
    );
  }

  /**
   * Stores how far a read proved the clock complete, and marks every week whose end it passed: those
   * may have waited for this clock.
   *
   * @returns how far the clock is proven complete now
   */
  async advanceCoverage(
    manager: EntityManager,
    clockId: number,
    readId: string,
    proven: Temporal.PlainDateTime | null,
  ): Promise<Temporal.PlainDateTime | null> {
    const before = await this.coveredUntil(manager, clockId);
    if (proven === null) return before;
    await manager.query(`INSERT INTO coverage (read_id, clock_id, covered_until) VALUES ($1, $2, $3)`, [
      readId,
      clockId,
      proven.toString(),
    ]);
    if (before !== null && Temporal.PlainDateTime.compare(proven, before) <= 0) return before;
    const placed = await this.firstPlacement(manager, clockId);
    const from = before?.toPlainDate() ?? placed;
    // A week ends with the first instant of the next Monday: the week of the day before is the last one
    // this coverage can have completed.
    const until = proven.toPlainDate().subtract({ days: 1 });
    if (from !== null && Temporal.PlainDate.compare(from, until) <= 0) {
      await this.dirtyWeeks.markEveryone(manager, from, until);
    }
    return proven;
  }

  async coveredUntil(manager: EntityManager, clockId: number): Promise<Temporal.PlainDateTime | null> {
    const rows: { until: string | null }[] = await manager.query(
      `SELECT max(covered_until) AS until FROM coverage WHERE clock_id = $1`,
      [clockId],
    );
    const until = rows[0]?.until ?? null;
    return until === null ? null : Temporal.PlainDateTime.from(until);
  }
}
