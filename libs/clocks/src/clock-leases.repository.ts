import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** A lease outlives the longest conversation, and ends by itself when its holder is killed. */
const LEASE_SECONDS = 180;

/** A listener that has died keeps a clock no longer than this. */
const GIVE_WAY_MS = 15_000;
const ASK_AGAIN_MS = 100;
/** Nobody begins to listen to a clock for so long after somebody asked to talk to it. */
const WANTED_SECONDS = 2;

/** Retries after failures begin here and double… */
const BACKOFF_FIRST_SECONDS = 60;
/** …up to here. */
const BACKOFF_MOST_SECONDS = 3600;

/**
 * Who may talk to a clock now: a clock speaks to one client at a time, a second one starves the first.
 * Leases go by the database's time, the only one all workers share.
 */
@Injectable()
export class ClockLeasesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Takes a clock to talk to it. Whoever only listens to it is asked to give way, and does within a second.
   *
   * @returns a holder's name to release it with, or `null` while somebody else talks to it
   */
  async take(clockId: number): Promise<string | null> {
    const deadline = performance.now() + GIVE_WAY_MS;
    for (;;) {
      const holder = await this.tryToTake(clockId);
      if (holder !== null) return holder;
      const purpose = await this.askForWay(clockId);
      if (purpose === 'talk' || performance.now() > deadline) return null;
      if (purpose === 'watch') await wait(ASK_AGAIN_MS);
    }
  }

  private async tryToTake(clockId: number): Promise<string | null> {
    const holder = randomUUID();
    const rows: unknown[] = await this.dataSource.query(
      `INSERT INTO clock_lease (clock_id, holder, until, purpose)
       VALUES ($1, $2, now() + make_interval(secs => $3), 'talk')
       ON CONFLICT (clock_id) DO UPDATE
       SET holder = excluded.holder, until = excluded.until, purpose = 'talk', wanted_until = NULL
       WHERE clock_lease.until < now()
       RETURNING holder`,
      [clockId, holder, LEASE_SECONDS],
    );
    return rows.length > 0 ? holder : null;
  }

  /** @returns who has the clock; `free`: nobody any more */
  private async askForWay(clockId: number): Promise<'talk' | 'watch' | 'free'> {
    const [rows]: [{ purpose: 'talk' | 'watch' }[], number] = await this.dataSource.query(
      `UPDATE clock_lease SET wanted_until = now() + make_interval(secs => $2)
       WHERE clock_id = $1 AND until >= now() RETURNING purpose`,
      [clockId, WANTED_SECONDS],
    );
    return rows[0]?.purpose ?? 'free';
  }

  async release(clockId: number, holder: string): Promise<void> {
    await this.dataSource.query(`DELETE FROM clock_lease WHERE clock_id = $1 AND holder = $2`, [
      clockId,
      holder,
    ]);
  }

  /** Puts the next poll off, twice as long after each failure, with jitter so that clocks spread out. */
  async backOff(clockId: number): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO clock_backoff (clock_id, failures, not_before)
       VALUES ($1, 1, now() + make_interval(secs => $2 * (0.5 + random())))
       ON CONFLICT (clock_id) DO UPDATE SET
         failures = clock_backoff.failures + 1,
         not_before = now() + make_interval(
           secs => least($3, $2 * power(2, least(clock_backoff.failures, 10))) * (0.5 + random()))`,
      [clockId, BACKOFF_FIRST_SECONDS, BACKOFF_MOST_SECONDS],
    );
  }

  async clearBackOff(clockId: number): Promise<void> {
    await this.dataSource.query(`DELETE FROM clock_backoff WHERE clock_id = $1`, [clockId]);
  }
}
