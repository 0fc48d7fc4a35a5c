import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { DataSource, type EntityManager } from 'typeorm';

/** What the last attempt to prove a pushing clock complete came to. */
export type ProofState =
  'untested' | 'proven' | 'clock-holds-more' | 'clock-holds-fewer' | 'log-cleared' | 'unsupported';

/** A clock whose turn it is to be proven complete. */
export interface ClockToProve {
  readonly clockId: number;
  readonly timeZone: string;
}

/** Longest pause between two attempts after failures, in hours. */
const LONGEST_PAUSE_HOURS = 24;

/** A clock that was reset has forgotten the date as well: what it dates before this may have been just now. */
const DATES_BEGIN = '2020';

/** What is known of how far each pushing clock is complete. */
@Injectable()
export class PushProofsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Clocks in use that are not being proven at the moment and need not wait after a failure. */
  async due(now: Temporal.Instant): Promise<ClockToProve[]> {
    return this.dataSource.query(
      `SELECT clock.id AS "clockId", clock.timezone AS "timeZone"
       FROM clock LEFT JOIN push_clock ON push_clock.clock_id = clock.id
       WHERE driver = 'push'
         AND (retired_on IS NULL OR retired_on > ($1::timestamptz AT TIME ZONE clock.timezone)::date)
         AND (next_proof_at IS NULL OR next_proof_at <= $1)
       ORDER BY clock.id`,
      [now.toString()],
    );
  }

  /** One proof of a clock at a time: waits for whoever is at it. @returns whether one is under way */
  async isUnderWay(manager: EntityManager, clockId: number): Promise<boolean> {
    await manager.query(`SELECT pg_advisory_xact_lock(hashtext('push-proof'), $1)`, [clockId]);
    const rows: unknown[] = await manager.query(
      `SELECT 1 FROM push_command WHERE clock_id = $1 AND proof_round > 0 AND answered_at IS NULL LIMIT 1`,
      [clockId],
    );
    return rows.length > 0;
  }

  /**
   * From where a clock is to be proven: where the last proof ended, or a person has answered for a cleared
   * log or for counts that differ, or its first placement. `null` when it has never stood anywhere.
   */
  async provenFrom(manager: EntityManager, clockId: number): Promise<Temporal.PlainDateTime | null> {
    const rows: { start: string | null }[] = await manager.query(
      `SELECT to_char(greatest(
         (SELECT max(covered_until) FROM coverage WHERE clock_id = $1),
         (SELECT max(proof_from)
          FROM clock_event JOIN clock_event_acknowledgement ON event_id = clock_event.id
          WHERE clock_event.clock_id = $1),
         (SELECT max(proof_from) FROM push_count_answer WHERE push_count_answer.clock_id = $1),
         min(placed_from)::timestamp), 'YYYY-MM-DD"T"HH24:MI:SS') AS start
       FROM clock_placement WHERE clock_id = $1`,
      [clockId],
    );
    const start = rows[0]?.start ?? null;
    return start === null ? null : Temporal.PlainDateTime.from(start);
  }

  /** Whether something was done to the clock, since a moment of its own time, that nobody has answered for. */
  async wasCleared(
    manager: EntityManager,
    clockId: number,
    losingTypes: readonly number[],
    since: string,
  ): Promise<boolean> {
    const rows: unknown[] = await manager.query(
      `SELECT 1 FROM clock_event
       LEFT JOIN clock_event_acknowledgement ON event_id = clock_event.id
       WHERE clock_id = $1 AND type = ANY($2) AND event_id IS NULL AND (clock_time >= $3 OR clock_time < $4)
       LIMIT 1`,
      [clockId, losingTypes, since, DATES_BEGIN],
    );
    return rows.length > 0;
  }

  /** Keeps what a proof came to; after failures in a row the next one waits twice as long each time. */
  async conclude(
    manager: EntityManager,
    clockId: number,
    { state, detail }: { readonly state: ProofState; readonly detail: string | null },
    now: Temporal.Instant,
  ): Promise<void> {
    const failed = state !== 'proven';
    await manager.query(
      `UPDATE push_clock SET proof = $2, proof_detail = $3,
         failed_proofs = CASE WHEN $4 THEN failed_proofs + 1 ELSE 0 END,
         next_proof_at = CASE WHEN $4 THEN
           $5::timestamptz + make_interval(hours => least($6::integer, power(2, least(failed_proofs, 10))::integer))
         END
       WHERE clock_id = $1`,
      [clockId, state, detail, failed, now.toString(), LONGEST_PAUSE_HOURS],
    );
  }
}
