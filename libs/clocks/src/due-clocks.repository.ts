import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import { DataSource } from 'typeorm';

/** A clock whose turn it is, and the name of its turn. */
export interface DueClock {
  readonly clockId: number;
  /** Counts the clock's intervals since 1970: the same for every process that asks in this interval. */
  readonly slot: number;
}

/** Finds the clocks that nobody has tried to read in their current interval. */
@Injectable()
export class DueClocksRepository {
  constructor(private readonly dataSource: DataSource) {}

  async dueAt(now: Temporal.Instant): Promise<DueClock[]> {
    return this.dataSource.query(
      `SELECT clock.id AS "clockId", slot.number::integer AS slot
       FROM clock
       CROSS JOIN LATERAL (
         SELECT floor(extract(epoch FROM $1::timestamptz) / (60 * clock.poll_every_minutes)) AS number) AS slot
       LEFT JOIN clock_backoff ON clock_backoff.clock_id = clock.id
       WHERE clock.driver <> 'push'
         AND (clock.retired_on IS NULL OR clock.retired_on > ($1::timestamptz AT TIME ZONE clock.timezone)::date)
         AND (clock_backoff.not_before IS NULL OR clock_backoff.not_before <= now())
         AND NOT EXISTS (
           SELECT 1 FROM clock_read
           WHERE clock_read.clock_id = clock.id AND clock_read.outcome <> 'failed'
             AND clock_read.source = 'pull' AND clock_read.started_at >= to_timestamp(slot.number * 60 * clock.poll_every_minutes))
       ORDER BY clock.id`,
      [now.toString()],
    );
  }
}
