import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import { DataSource, type EntityManager } from 'typeorm';

/** A registered clock that pushes, as it is known while it speaks to us. */
export interface PushClock {
  readonly clockId: number;
  readonly serialNumber: string;
  readonly timeZone: string;
  readonly attlogStamp: string;
  readonly operlogStamp: string;
}

/** A device that pushes to us and that nobody has registered. */
export interface UnknownPushDevice {
  readonly serialNumber: string;
  readonly address: string;
  readonly firstSeenAt: string;
  readonly lastSeenAt: string;
  readonly requests: number;
}

export type PushTable = 'attlog' | 'operlog';

/** Strangers remembered; of more, those that were heard longest ago are forgotten. */
const STRANGERS_REMEMBERED = 200;

const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS"Z"'`;

/** Who pushes to us, and where each stands in its conversation. */
@Injectable()
export class PushClocksRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The clock in use with this serial number, whatever the case of its letters. */
  async find(serialNumber: string, now: Temporal.Instant): Promise<PushClock | null> {
    const rows: PushClock[] = await this.dataSource.query(
      `SELECT clock.id AS "clockId", clock.serial_number AS "serialNumber", clock.timezone AS "timeZone",
              coalesce(attlog_stamp, '0') AS "attlogStamp", coalesce(operlog_stamp, '0') AS "operlogStamp"
       FROM clock LEFT JOIN push_clock ON push_clock.clock_id = clock.id
       WHERE driver = 'push' AND upper(serial_number) = upper($1)
         AND (retired_on IS NULL OR retired_on > ($2::timestamptz AT TIME ZONE clock.timezone)::date)
       ORDER BY retired_on DESC NULLS FIRST LIMIT 1`,
      [serialNumber, now.toString()],
    );
    return rows[0] ?? null;
  }

  async heardOf(clockId: number, address: string, now: Temporal.Instant): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO push_clock (clock_id, last_contact_at, address) VALUES ($1, $2, $3)
       ON CONFLICT (clock_id) DO UPDATE SET last_contact_at = excluded.last_contact_at, address = excluded.address`,
      [clockId, now.toString(), address],
    );
  }

  async rememberStranger(serialNumber: string, address: string, now: Temporal.Instant): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO unknown_push_device (serial_number, address, first_seen_at, last_seen_at, requests)
       VALUES ($1, $2, $3, $3, 1)
       ON CONFLICT (serial_number) DO UPDATE SET
         address = excluded.address, last_seen_at = excluded.last_seen_at,
         requests = unknown_push_device.requests + 1`,
      [serialNumber, address, now.toString()],
    );
    await this.dataSource.query(
      `DELETE FROM unknown_push_device WHERE serial_number IN (
         SELECT serial_number FROM unknown_push_device ORDER BY last_seen_at DESC, serial_number OFFSET $1)`,
      [STRANGERS_REMEMBERED],
    );
  }

  /** Strangers that have not been registered since, the latest heard first. */
  async strangers(): Promise<UnknownPushDevice[]> {
    return this.dataSource.query(
      `SELECT serial_number AS "serialNumber", address,
              to_char(first_seen_at AT TIME ZONE 'UTC', ${INSTANT}) AS "firstSeenAt",
              to_char(last_seen_at AT TIME ZONE 'UTC', ${INSTANT}) AS "lastSeenAt", requests::integer AS requests
       FROM unknown_push_device
       WHERE NOT EXISTS (SELECT 1 FROM clock
                         WHERE driver = 'push' AND retired_on IS NULL
                           AND upper(clock.serial_number) = upper(unknown_push_device.serial_number))
       ORDER BY last_seen_at DESC, serial_number`,
    );
  }

  /** Where a clock may go on after this delivery. In the delivery's transaction: never ahead of it. */
  async keepStamp(manager: EntityManager, clockId: number, table: PushTable, stamp: string): Promise<void> {
    await manager.query(
      table === 'attlog'
        ? `UPDATE push_clock SET attlog_stamp = $2 WHERE clock_id = $1`
        : `UPDATE push_clock SET operlog_stamp = $2 WHERE clock_id = $1`,
      [clockId, stamp],
    );
  }

  async countDropped(manager: EntityManager, clockId: number, lines: number): Promise<void> {
    await manager.query(`UPDATE push_clock SET dropped_lines = dropped_lines + $2 WHERE clock_id = $1`, [
      clockId,
      lines,
    ]);
  }
}
