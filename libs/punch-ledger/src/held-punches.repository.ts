import { Injectable } from '@nestjs/common';
import type { ClockPunch } from '@cunqin/clock-protocol';
import type { Temporal } from 'temporal-polyfill';
import type { EntityManager } from 'typeorm';
import type { DeliveredPunch } from './domain/delivered-part.js';
import { identityOf, INTERNAL_ID_BYTES, INTERNAL_ID_RECORD_BYTES } from './domain/punch-identity.js';

/** Punches asked for in one statement. */
const BATCH = 5000;

/** What a clock handed over, to be held against the ledger. */
interface Handed {
  readonly clockId: number;
  readonly punches: readonly ClockPunch[];
  /** Whether the records carry internal ids, and the numbers are what those mean now. */
  readonly internalIds: boolean;
}

const SAID = `
  unnest($2::integer[], $3::text[], $4::text[], $5::integer[], $6::integer[])
  AS said (position, number, clock_time, verify_mode, punch_state)`;

const SAID_WITH_IDS = `
  unnest($2::integer[], $3::text[], $4::text[], $5::integer[], $6::integer[], $7::bytea[])
  AS said (position, number, clock_time, verify_mode, punch_state, internal_id)`;

const SAME_NUMBER = 'punch.number = said.number';

/**
 * A record with an internal id is the one that the device which stands there now gave before, whoever had the id
 * then: the number stays what it meant to the read that found the record first. Ids belong to a device, so what
 * another one gave before it was replaced says nothing. A firmware that changes from one layout with ids to the
 * other moves the same values about, so those are compared, and of the bytes the id. Beyond it a record has
 * nothing to be told apart by: one that stands in a log twice is one punch, as it is where records carry numbers.
 *
 * Time, mode and state stand in the key of the identity, too: the number alone is passed over in it.
 */
const SAME_RECORD = `
  punch.source = 'pull' AND length(punch.raw) = ${INTERNAL_ID_RECORD_BYTES}
  AND substring(punch.raw FROM 1 FOR ${INTERNAL_ID_BYTES}) = said.internal_id
  AND punch.received_at >= coalesce((SELECT max(replaced_at) FROM clock_device_replacement
                                     WHERE clock_device_replacement.clock_id = $1), '-infinity')`;

/** Asks what the ledger holds already of a log. */
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

  /**
   * Positions, from `start` on, of the punches the ledger does not hold yet, each identity once, in log order.
   * What is later than anything it holds of the clock is new without asking.
   */
  async unknownAmong(manager: EntityManager, handed: Handed, start = 0): Promise<number[]> {
    const { clockId, punches } = handed;
    const latest = await this.latestTime(manager, clockId);
    const unknown: number[] = [];
    const isFirst = firstOfItsKind();
    for (let from = start; from < punches.length; from += BATCH) {
      const until = Math.min(from + BATCH, punches.length);
      const inDoubt: number[] = [];
      for (let position = from; position < until; position += 1) {
        if (latest !== null && (punches[position] as ClockPunch).clockTime <= latest) inDoubt.push(position);
      }
      const held = await this.heldOf(manager, handed, inDoubt);
      for (let position = from; position < until; position += 1) {
        if (!held.has(position) && isFirst(punches[position] as ClockPunch)) unknown.push(position);
      }
    }
    return unknown;
  }

  /** The column compares byte by byte, as texts compare here. */
  private async latestTime(manager: EntityManager, clockId: number): Promise<string | null> {
    const rows: { latest: string | null }[] = await manager.query(
      `SELECT max(clock_time) AS latest FROM punch WHERE clock_id = $1`,
      [clockId],
    );
    return rows[0]?.latest ?? null;
  }

  /** Of the positions given, those whose punch is there: under its number, or, of a record with an internal id, any. */
  private async heldOf(
    manager: EntityManager,
    { clockId, punches, internalIds }: Handed,
    positions: readonly number[],
  ): Promise<ReadonlySet<number>> {
    if (positions.length === 0) return new Set();
    const column = <T>(pick: (punch: ClockPunch) => T): T[] =>
      positions.map((position) => pick(punches[position] as ClockPunch));
    const ids = internalIds ? [column(({ raw }) => Buffer.from(raw.subarray(0, INTERNAL_ID_BYTES)))] : [];
    const rows: { position: number }[] = await manager.query(
      `SELECT said.position
       FROM ${internalIds ? SAID_WITH_IDS : SAID}
       JOIN punch ON punch.clock_id = $1
                 AND punch.clock_time = said.clock_time
                 AND ${internalIds ? `(${SAME_NUMBER} OR ${SAME_RECORD})` : SAME_NUMBER}
                 AND punch.verify_mode = said.verify_mode
                 AND punch.punch_state = said.punch_state`,
      [
        clockId,
        positions,
        column((punch) => punch.number),
        column((punch) => punch.clockTime),
        column((punch) => punch.verifyMode),
        column((punch) => punch.punchState),
        ...ids,
      ],
    );
    return new Set(rows.map(({ position }) => position));
  }
}

/** Says of one punch after the other whether it is the first with its identity. Few share a second: only those are compared. */
function firstOfItsKind(): (punch: ClockPunch) => boolean {
  const bySecond = new Map<string, ClockPunch | Set<string>>();
  return (punch) => {
    const seen = bySecond.get(punch.clockTime);
    if (seen === undefined) {
      bySecond.set(punch.clockTime, punch);
      return true;
    }
    const identities = seen instanceof Set ? seen : new Set([identityOf(seen)]);
    bySecond.set(punch.clockTime, identities);
    return identities.size < identities.add(identityOf(punch)).size;
  };
}
