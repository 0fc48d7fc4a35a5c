import { Injectable } from '@nestjs/common';
import type { ClockOperation, QuarantinedLine } from '@cunqin/clock-protocol';
import type { Temporal } from 'temporal-polyfill';
import type { EntityManager } from 'typeorm';

/** Of which delivery a row is evidence. */
export interface Delivery {
  readonly clockId: number;
  readonly readId: string;
  readonly receivedAt: Temporal.Instant;
}

/** What a clock notes beside punches. Written once, in the delivery's transaction; a re-send adds nothing. */
@Injectable()
export class PushEvidenceRepository {
  /** @returns how many operations are new */
  async keepOperations(
    manager: EntityManager,
    { clockId, readId, receivedAt }: Delivery,
    operations: readonly ClockOperation[],
  ): Promise<number> {
    const rows: unknown[] = await manager.query(
      `INSERT INTO clock_event (clock_id, clock_time, type, operator, received_at, read_id)
       SELECT $1, clock_time, type, operator, $2, $3
       FROM unnest($4::text[], $5::integer[], $6::text[]) AS said (clock_time, type, operator)
       ON CONFLICT DO NOTHING RETURNING id`,
      [
        clockId,
        receivedAt.toString(),
        readId,
        operations.map(({ clockTime }) => clockTime),
        operations.map(({ type }) => type),
        operations.map(({ operator }) => operator),
      ],
    );
    return rows.length;
  }

  /** @returns how many lines are new */
  async keepQuarantined(
    manager: EntityManager,
    { clockId, readId, receivedAt }: Delivery,
    lines: readonly QuarantinedLine[],
  ): Promise<number> {
    const rows: unknown[] = await manager.query(
      `INSERT INTO quarantined_line (clock_id, received_at, read_id, sha256, fault, length, bytes)
       SELECT $1, $2, $3, sha256, fault, length, bytes
       FROM unnest($4::text[], $5::text[], $6::integer[], $7::bytea[]) AS line (sha256, fault, length, bytes)
       ON CONFLICT DO NOTHING RETURNING id`,
      [
        clockId,
        receivedAt.toString(),
        readId,
        lines.map(({ sha256 }) => sha256),
        lines.map(({ fault }) => fault),
        lines.map(({ length }) => length),
        lines.map(({ bytes }) => (bytes === null ? null : Buffer.from(bytes))),
      ],
    );
    return rows.length;
  }
}
