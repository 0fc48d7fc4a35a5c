import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import { DataSource } from 'typeorm';

/** A listener's lease is short and renewed: one that died keeps nobody from the clock for long. */
const LEASE_SECONDS = 10;

/**
 * Who listens to which clock. Listening takes the same lease as talking, so one clock has one client, but it
 * is given back as soon as somebody wants to talk. Leases go by the database's time.
 */
@Injectable()
export class LiveClocksRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Clocks that are to be listened to. */
  async all(now: Temporal.Instant): Promise<number[]> {
    return ids(
      await this.dataSource.query(
        `SELECT id FROM clock
         WHERE live AND driver <> 'push'
           AND (retired_on IS NULL OR retired_on > ($1::timestamptz AT TIME ZONE timezone)::date)
         ORDER BY id`,
        [now.toString()],
      ),
    );
  }

  /** @returns those that nobody has, nor wants: they are the holder's now */
  async take(clockIds: readonly number[], holder: string): Promise<number[]> {
    return ids(
      await this.dataSource.query(
        `INSERT INTO clock_lease (clock_id, holder, until, purpose)
         SELECT id, $2, now() + make_interval(secs => $3), 'watch' FROM unnest($1::integer[]) AS wanted (id)
         ON CONFLICT (clock_id) DO UPDATE
         SET holder = excluded.holder, until = excluded.until, purpose = 'watch', wanted_until = NULL
         WHERE clock_lease.until < now()
           AND (clock_lease.wanted_until IS NULL OR clock_lease.wanted_until < now())
         RETURNING clock_id AS id`,
        [clockIds, holder, LEASE_SECONDS],
      ),
    );
  }

  /** @returns those the holder still has; the others were lost, or somebody wants to talk to them */
  async renew(clockIds: readonly number[], holder: string): Promise<number[]> {
    const [rows]: [{ id: number }[], number] = await this.dataSource.query(
      `UPDATE clock_lease SET until = now() + make_interval(secs => $3)
       WHERE clock_id = ANY ($1) AND holder = $2 AND until >= now()
         AND (wanted_until IS NULL OR wanted_until < now())
       RETURNING clock_id AS id`,
      [clockIds, holder, LEASE_SECONDS],
    );
    return ids(rows);
  }

  /** Gives a clock back. Who wants it is not forgotten. */
  async release(clockId: number, holder: string): Promise<void> {
    await this.dataSource.query(
      `UPDATE clock_lease SET until = '-infinity' WHERE clock_id = $1 AND holder = $2`,
      [clockId, holder],
    );
  }
}

function ids(rows: readonly { id: number }[]): number[] {
  return rows.map(({ id }) => id);
}
