import { Injectable } from '@nestjs/common';
import type { FinishedRead } from '@cunqin/punch-ledger';
import type { EntityManager } from 'typeorm';
import { clockErrors } from './clock-errors.js';

/** The number on the box, however somebody typed it. */
const SAME = (number: string): string => `upper(trim(${number}))`;

/** The serial number a clock is known by: as registered, else of the first device that was ever read. */
const EXPECTED = (clock: string): string => `
  coalesce(${clock}.serial_number, (
    SELECT first.serial_number FROM clock_read AS first
    WHERE first.clock_id = ${clock}.id AND first.source = 'pull' AND first.outcome <> 'failed'
      AND first.serial_number IS NOT NULL
    ORDER BY first.finished_at LIMIT 1))`;

/** Which device stands at which clock. A swapped or forged one must not write into a clock's chain. */
@Injectable()
export class DeviceIdentityRepository {
  /**
   * Lets the device of this clock pass, and no other.
   *
   * @returns another clock in use that was read with this very number, when that has not been noticed yet of
   *   this clock and number. Cheap devices share numbers, so that is no reason to refuse punches; but one device
   *   at two addresses looks the same, so it proves nothing until somebody has looked. Each of the clocks gets
   *   its own incident at its next read: which of them is the one never read, only people can say.
   * @throws CodedError `CLOCKS.OTHER_DEVICE`
   */
  async admit(
    manager: EntityManager,
    { clockId, serialNumber, finishedAt }: Pick<FinishedRead, 'clockId' | 'serialNumber' | 'finishedAt'>,
  ): Promise<number | null> {
    // A clock that says nothing shares the lock of all that say nothing: that harms nobody.
    await manager.query(`SELECT pg_advisory_xact_lock(hashtext('clock-device'), hashtext(${SAME('$1')}))`, [
      serialNumber ?? '',
    ]);
    const expected = await this.expected(manager, clockId);
    const rows: { same: boolean; twin: number | null }[] = await manager.query(
      `SELECT coalesce(${SAME('$2')} = ${SAME('$3')}, $3 IS NULL) AS same,
              (SELECT other.id FROM clock AS other
               WHERE other.id <> $1
                 AND NOT EXISTS (SELECT FROM clock_incident
                                 WHERE clock_incident.clock_id = $1 AND code = 'CLOCKS.DUPLICATE_DEVICE'
                                   AND ${SAME(`detail ->> 'serialNumber'`)} = ${SAME('$2')})
                 AND ${SAME(`(${EXPECTED('other')})`)} = ${SAME('$2')}
                 AND (other.retired_on IS NULL OR other.retired_on > ($4::timestamptz AT TIME ZONE other.timezone)::date)
                 AND EXISTS (SELECT FROM clock_read
                             WHERE clock_read.clock_id = other.id AND outcome <> 'failed'
                               AND ${SAME('clock_read.serial_number')} = ${SAME('$2')})
               ORDER BY other.id LIMIT 1) AS twin`,
      [clockId, serialNumber, expected, finishedAt.toString()],
    );
    if (rows[0]?.same === false) throw clockErrors.otherDevice(clockId, expected, serialNumber);
    return rows[0]?.twin ?? null;
  }

  /** `null` while nobody has said or read a number. */
  async expected(manager: EntityManager, clockId: number): Promise<string | null> {
    const rows: { expected: string | null }[] = await manager.query(
      `SELECT ${EXPECTED('clock')} AS expected FROM clock WHERE id = $1`,
      [clockId],
    );
    return rows[0]?.expected ?? null;
  }

  /** From here on another device is this clock; what was read before stays. */
  async replace(
    manager: EntityManager,
    clockId: number,
    replacement: { serialNumber: string; reason: string; by: string; at: string },
  ): Promise<void> {
    const previous = await this.expected(manager, clockId);
    await manager.query(
      `INSERT INTO clock_device_replacement (clock_id, previous, serial_number, reason, replaced_by, replaced_at)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [clockId, previous, replacement.serialNumber, replacement.reason, replacement.by, replacement.at],
    );
    await manager.query(`UPDATE clock SET serial_number = $2 WHERE id = $1`, [
      clockId,
      replacement.serialNumber,
    ]);
  }
}
