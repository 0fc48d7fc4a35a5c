import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import type { EntityManager } from 'typeorm';
import type { Incident, IncidentCode } from './domain/incident.js';

/** An incident as people see it. */
export interface IncidentView {
  readonly id: number;
  readonly clockId: number;
  readonly code: IncidentCode;
  readonly readId: string;
  readonly detectedAt: string;
  readonly detail: Incident['detail'];
  /** `false` once it was acknowledged, or went away by itself. */
  readonly open: boolean;
  readonly acknowledgement: { readonly by: string; readonly at: string; readonly reason: string } | null;
}

/** The read in which an incident came to light. */
export interface IncidentOrigin {
  readonly clockId: number;
  readonly readId: string;
  readonly finishedAt: Temporal.Instant;
}

/** While one of these is open, reads prove nothing: nobody knows whether the clock's own log was read, or all of it. */
const HOLDING: readonly IncidentCode[] = ['CLOCKS.LOG_SHRUNK', 'CLOCKS.DUPLICATE_DEVICE'];

/** Those, and the one that a read raises because it proves nothing itself. */
const WAITING: readonly IncidentCode[] = [...HOLDING, 'CLOCK.COUNT_MISMATCH'];

const INSTANT = `'YYYY-MM-DD"T"HH24:MI:SS"Z"'`;

const VIEW = `
  SELECT id, clock_id AS "clockId", code, read_id AS "readId",
         to_char(detected_at AT TIME ZONE 'UTC', ${INSTANT}) AS "detectedAt", detail, open,
         CASE WHEN acknowledged_at IS NOT NULL THEN jsonb_build_object(
           'by', acknowledged_by,
           'at', to_char(acknowledged_at AT TIME ZONE 'UTC', ${INSTANT}),
           'reason', reason) END AS acknowledgement
  FROM clock_incident_state`;

/** Rows about incidents: written once, never changed. */
@Injectable()
export class ClockIncidentsRepository {
  /** Keeps an incident, unless the very same one is open already. A loss is always another one. */
  async raise(manager: EntityManager, origin: IncidentOrigin, { code, detail }: Incident): Promise<void> {
    await manager.query(
      `INSERT INTO clock_incident (clock_id, code, read_id, detected_at, detail)
       SELECT $1::integer, $2::text, $3::uuid, $4::timestamptz, $5::jsonb
       WHERE $2::text = 'CLOCKS.LOG_SHRUNK' OR NOT EXISTS (
         SELECT FROM clock_incident_state
         WHERE clock_id = $1 AND code = $2 AND open
           AND detail ->> 'serialNumber' IS NOT DISTINCT FROM $5::jsonb ->> 'serialNumber')`,
      [origin.clockId, code, origin.readId, origin.finishedAt.toString(), JSON.stringify(detail)],
    );
  }

  /** Whether what this clock's reads prove waits for a person's word. */
  async holdsBack(manager: EntityManager, clockId: number): Promise<boolean> {
    return this.anyOpen(manager, clockId, HOLDING);
  }

  /** Whether a clock's coverage stands still until an incident is closed, for people to see. */
  async waits(manager: EntityManager, clockId: number): Promise<boolean> {
    return this.anyOpen(manager, clockId, WAITING);
  }

  private async anyOpen(
    manager: EntityManager,
    clockId: number,
    codes: readonly IncidentCode[],
  ): Promise<boolean> {
    const rows: unknown[] = await manager.query(
      `SELECT FROM clock_incident_state WHERE clock_id = $1 AND open AND code = ANY ($2::text[]) LIMIT 1`,
      [clockId, codes],
    );
    return rows.length > 0;
  }

  /** @returns whether nobody had said so before */
  async acknowledge(
    manager: EntityManager,
    incidentId: number,
    { reason, by, at }: { reason: string; by: string; at: Temporal.Instant },
  ): Promise<boolean> {
    const rows: unknown[] = await manager.query(
      `INSERT INTO clock_incident_acknowledgement (incident_id, reason, acknowledged_by, acknowledged_at)
       VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING RETURNING incident_id`,
      [incidentId, reason, by, at.toString()],
    );
    return rows.length > 0;
  }

  /**
   * What the last read of a clock proves but does not cover, when no incident with its log is open any more.
   * Not a read from before somebody's word on a shared serial number: it may have been of another clock's
   * device, at an address that was put right since. The next read is of the device that the word is about.
   *
   * @returns `null` when there is nothing to make up for
   */
  async heldBack(
    manager: EntityManager,
    clockId: number,
  ): Promise<{ readId: string; provenUntil: Temporal.PlainDateTime } | null> {
    const rows: { read_id: string; proven_until: string }[] = await manager.query(
      `SELECT last.id AS read_id, last.proven_until
       FROM (SELECT * FROM clock_read WHERE clock_id = $1 AND source = 'pull' AND outcome <> 'failed'
             ORDER BY finished_at DESC LIMIT 1) AS last
       WHERE last.proven_until IS NOT NULL
         AND NOT EXISTS (SELECT FROM coverage WHERE coverage.read_id = last.id)
         AND NOT EXISTS (SELECT FROM clock_incident_state
                         WHERE clock_id = $1
                           AND (open AND code = ANY ($2::text[])
                                OR code = 'CLOCKS.DUPLICATE_DEVICE' AND acknowledged_at >= last.finished_at))`,
      [clockId, WAITING],
    );
    const [row] = rows;
    return row ? { readId: row.read_id, provenUntil: Temporal.PlainDateTime.from(row.proven_until) } : null;
  }

  async find(manager: EntityManager, clockId: number, incidentId: number): Promise<IncidentView | null> {
    const rows: IncidentView[] = await manager.query(`${VIEW} WHERE clock_id = $1 AND id = $2`, [
      clockId,
      incidentId,
    ]);
    return rows[0] ?? null;
  }

  /** Incidents of a clock, newest first. */
  async list(
    manager: EntityManager,
    clockId: number,
    { page, pageSize }: { page: number; pageSize: number },
  ): Promise<{ items: IncidentView[]; total: number }> {
    const [{ total }]: [{ total: number }] = await manager.query(
      `SELECT count(*)::integer AS total FROM clock_incident WHERE clock_id = $1`,
      [clockId],
    );
    const items: IncidentView[] = await manager.query(
      `${VIEW} WHERE clock_id = $1 ORDER BY id DESC LIMIT $2 OFFSET $3`,
      [clockId, pageSize, (page - 1) * pageSize],
    );
    return { items, total };
  }
}
