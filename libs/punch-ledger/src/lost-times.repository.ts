import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import type { EntityManager } from 'typeorm';
import type { LostTime } from './domain/lost-time.js';
import type { PunchSource } from './domain/punch-record.js';

/** Periods in which punches were made whose own time cannot say it: written once, never changed. */
@Injectable()
export class LostTimesRepository {
  /** When the device that stands there now was last read completely by the network, before another read began. */
  async lastCompleteRead(
    manager: EntityManager,
    clockId: number,
    before: Temporal.Instant,
  ): Promise<Temporal.Instant | null> {
    const rows: { at: Date | null }[] = await manager.query(
      `SELECT max(started_at) AS at FROM clock_read
       WHERE clock_id = $1 AND source = 'pull' AND outcome = 'complete' AND finished_at <= $2
         AND started_at >= coalesce((SELECT max(replaced_at) FROM clock_device_replacement
                                     WHERE clock_id = $1 AND replaced_at <= $2), '-infinity')`,
      [clockId, before.toString()],
    );
    const at = rows[0]?.at ?? null;
    return at === null ? null : Temporal.Instant.fromEpochMilliseconds(at.getTime());
  }

  /** Time of the last punch of a source, before a place in the chain, against which nothing speaks. */
  async lastGood(
    manager: EntityManager,
    clockId: number,
    source: PunchSource,
    beforeSequence: number,
  ): Promise<Temporal.PlainDateTime | null> {
    const rows: { time: string }[] = await manager.query(
      `SELECT local_time AS time FROM punch
       WHERE clock_id = $1 AND sequence < $3 AND source = $2 AND suspicions = '{}'
       ORDER BY sequence DESC LIMIT 1`,
      [clockId, source, beforeSequence],
    );
    return rows[0] ? Temporal.PlainDateTime.from(rows[0].time) : null;
  }

  async insert(
    manager: EntityManager,
    clockId: number,
    rows: readonly (Pick<LostTime, 'from' | 'until'> & { readonly sequence: number })[],
  ): Promise<void> {
    await manager.query(
      `INSERT INTO lost_time (clock_id, sequence, lies_from, lies_until)
       SELECT $1, * FROM unnest($2::bigint[], $3::timestamp[], $4::timestamp[])`,
      [
        clockId,
        rows.map(({ sequence }) => sequence),
        rows.map(({ from }) => from.toString()),
        rows.map(({ until }) => until.toString()),
      ],
    );
  }
}
