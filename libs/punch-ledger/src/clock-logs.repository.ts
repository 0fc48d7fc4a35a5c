import { Injectable } from '@nestjs/common';
import type { KnownLog } from '@cunqin/clock-protocol';
import { Temporal } from 'temporal-polyfill';
import { DataSource, type EntityManager } from 'typeorm';
import type { ReadOutcome } from './domain/coverage.js';
import type { EarlierLog } from './domain/log-continuity.js';

/** What earlier reads of the device that stands there now have left behind. */
export interface ReadHistory {
  /** The last read that did not fail. */
  readonly last:
    | (EarlierLog & {
        readonly outcome: ReadOutcome;
        readonly punchCapacity: number | null;
        readonly finishedAt: Temporal.Instant;
      })
    | null;
  /** The last one that fetched the whole log. */
  readonly lastFull: {
    readonly startedAt: Temporal.Instant;
    /** How far it proves the clock complete, in the clock's own time. */
    readonly provenUntil: Temporal.PlainDateTime | null;
    readonly timeOrdered: boolean;
  } | null;
}

/** A log as an earlier read fetched it; all of it is in the ledger. */
export interface WholeLog {
  readonly records: number;
  /** See `digestLog`. */
  readonly digest: Buffer;
  readonly timeOrdered: boolean;
}

interface HistoryRow {
  readonly outcome: ReadOutcome;
  readonly records: number;
  readonly known: KnownLog | null;
  readonly punch_capacity: number | null;
  readonly finished_at: Date;
  readonly full_started_at: Date | null;
  readonly full_proven_until: string | null;
  readonly full_time_ordered: boolean;
}

/** What is known of the logs in the clocks. */
@Injectable()
export class ClockLogsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Whether a read of this id is written down, whatever came of it. */
  async isOnRecord(readId: string): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query(`SELECT FROM clock_read WHERE id = $1`, [readId]);
    return rows.length > 0;
  }

  /**
   * When the first clock that stood in a village of the township was read there, whatever came of it: before that
   * nobody watched. `null`: none was yet.
   */
  async firstReadAt(townshipCode: string): Promise<Temporal.Instant | null> {
    const [row]: { at: Date | null }[] = await this.dataSource.query(
      `SELECT min(first.finished_at) AS at
       FROM clock_placement
       JOIN village ON village.code = clock_placement.village_code
       JOIN clock ON clock.id = clock_placement.clock_id,
            LATERAL (SELECT finished_at FROM clock_read
                     WHERE clock_read.clock_id = clock.id
                       AND finished_at >= placed_from::timestamp AT TIME ZONE clock.timezone
                       AND (placed_until IS NULL
                         OR finished_at < placed_until::timestamp AT TIME ZONE clock.timezone)
                     ORDER BY finished_at LIMIT 1) AS first
       WHERE village.township_code = $1`,
      [townshipCode],
    );
    return row?.at ? Temporal.Instant.fromEpochMilliseconds(row.at.getTime()) : null;
  }

  /** Reads by the network since the device was last replaced. */
  async history(clockId: number, manager: EntityManager = this.dataSource.manager): Promise<ReadHistory> {
    const rows: HistoryRow[] = await manager.query(
      `WITH good AS NOT MATERIALIZED (
         SELECT * FROM clock_read
         WHERE clock_id = $1 AND source = 'pull' AND outcome <> 'failed'
           AND started_at >= coalesce((SELECT max(replaced_at) FROM clock_device_replacement
                                       WHERE clock_id = $1), '-infinity'))
       SELECT last.outcome, coalesce(last.log_records, last.decoded) AS records, last.known_log AS known,
              last.punch_capacity, last.finished_at, whole.started_at AS full_started_at,
              whole.proven_until AS full_proven_until, coalesce(whole.time_ordered, true) AS full_time_ordered
       FROM (SELECT * FROM good ORDER BY finished_at DESC LIMIT 1) AS last
       LEFT JOIN (SELECT * FROM good WHERE mode IN ('full', 'refetched') ORDER BY finished_at DESC LIMIT 1)
         AS whole ON true`,
      [clockId],
    );
    const [row] = rows;
    if (row === undefined) return { last: null, lastFull: null };
    const { outcome, records, known, punch_capacity: punchCapacity } = row;
    const last = { outcome, records, known, punchCapacity, finishedAt: instant(row.finished_at) };
    if (row.full_started_at === null) return { last, lastFull: null };
    return {
      last,
      lastFull: {
        startedAt: instant(row.full_started_at),
        provenUntil:
          row.full_proven_until === null ? null : Temporal.PlainDateTime.from(row.full_proven_until),
        timeOrdered: row.full_time_ordered,
      },
    };
  }

  /**
   * The last log that was fetched as a whole, with what it is recognised by. Not one whose end of the chain
   * does not stand any more: what it brought may be gone from there.
   */
  async lastWholeLog(manager: EntityManager, clockId: number): Promise<WholeLog | null> {
    const rows: { records: number; digest: Buffer; time_ordered: boolean; stands: boolean }[] =
      await manager.query(
        `SELECT last.decoded AS records, last.log_digest AS digest, last.time_ordered,
                last.head_sequence = 0 OR EXISTS (
                  SELECT FROM punch WHERE punch.clock_id = $1 AND punch.sequence = last.head_sequence
                                      AND punch.hash = last.head_hash) AS stands
         FROM (SELECT * FROM clock_read WHERE clock_id = $1 AND log_digest IS NOT NULL
               ORDER BY finished_at DESC LIMIT 1) AS last`,
        [clockId],
      );
    const [row] = rows;
    if (!row?.stands) return null;
    return { records: row.records, digest: row.digest, timeOrdered: row.time_ordered };
  }

  /** Time of the last punch that a read of this clock brought and against which nothing speaks. */
  async lastGoodTime(manager: EntityManager, clockId: number): Promise<Temporal.PlainDateTime | null> {
    const rows: { time: string }[] = await manager.query(
      `SELECT local_time AS time FROM punch
       WHERE clock_id = $1 AND source = 'pull' AND suspicions = '{}'
       ORDER BY sequence DESC LIMIT 1`,
      [clockId],
    );
    return rows[0] ? Temporal.PlainDateTime.from(rows[0].time) : null;
  }
}

function instant(date: Date): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(date.getTime());
}
