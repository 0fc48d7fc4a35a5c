import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import type { EntityManager } from 'typeorm';
import type { DeliveredPunch } from './domain/delivered-part.js';

/** Asks what the ledger holds already of a part of a log. */
@Injectable()
export class HeldPunchesRepository {
  /**
   * Punches whose source says nothing of state and verify mode, as the ledger holds them already when it
   * holds a punch of that number at that time: the same punch is not kept twice for want of a column.
   */
  async asAlreadyHeld(
    manager: EntityManager,
    clockId: number,
    punches: readonly DeliveredPunch[],
  ): Promise<readonly DeliveredPunch[]> {
    const incomplete = punches.filter((punch) => punch.complete === false);
    if (incomplete.length === 0) return punches;
    const rows: { number: string; clock_time: string; verify_mode: number; punch_state: number }[] =
      await manager.query(
        `SELECT DISTINCT ON (punch.number, punch.clock_time)
                punch.number, punch.clock_time, punch.verify_mode, punch.punch_state
         FROM unnest($2::text[], $3::text[]) AS said (number, clock_time)
         JOIN punch ON punch.clock_id = $1 AND punch.number = said.number AND punch.clock_time = said.clock_time
         ORDER BY punch.number, punch.clock_time, punch.sequence`,
        [clockId, incomplete.map(({ number }) => number), incomplete.map(({ clockTime }) => clockTime)],
      );
    const held = new Map(rows.map((row) => [`${row.clock_time} ${row.number}`, row]));
    return punches.map((punch) => {
      const same = punch.complete === false ? held.get(`${punch.clockTime} ${punch.number}`) : undefined;
      if (same === undefined) return punch;
      return { ...punch, verifyMode: same.verify_mode, punchState: same.punch_state };
    });
  }

  /** Punches of a clock from one second of its own time to another, both included. */
  async countBetween(
    manager: EntityManager,
    clockId: number,
    from: Temporal.PlainDateTime,
    until: Temporal.PlainDateTime,
  ): Promise<number> {
    const [row]: [{ held: number }] = await manager.query(
      `SELECT count(*)::integer AS held FROM punch
       WHERE clock_id = $1 AND local_time BETWEEN $2::timestamp AND $3::timestamp`,
      [clockId, from.toString(), until.toString()],
    );
    return row.held;
  }
}
