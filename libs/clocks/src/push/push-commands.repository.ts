import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { CommandResult, PushCommand, PushCommandKind } from '@cunqin/clock-protocol';
import type { Temporal } from 'temporal-polyfill';
import { DataSource, type EntityManager } from 'typeorm';

/** For a person; the first look of a proof; the second, after the period was fetched again. */
export type ProofRound = 0 | 1 | 2;

export interface NewPushCommand {
  readonly clockId: number;
  readonly kind: PushCommandKind;
  readonly from: string;
  readonly until: string;
  readonly proofRound: ProofRound;
  readonly createdBy: string;
}

/** A command that the clock has just answered. */
export interface AnsweredCommand extends PushCommand {
  readonly proofRound: ProofRound;
  readonly createdAt: string;
}

/** Bytes of random make an id of 16 hexadecimal digits: unique even after the database is set up anew. */
const ID_BYTES = 8;

const LOCAL = `'YYYY-MM-DD"T"HH24:MI:SS'`;
const COLUMNS = `id, kind, to_char(from_time, ${LOCAL}) AS "from", to_char(until_time, ${LOCAL}) AS "until"`;

/** Commands for clocks that push, and what became of them. */
@Injectable()
export class PushCommandsRepository {
  constructor(private readonly dataSource: DataSource) {}

  async add(manager: EntityManager, command: NewPushCommand, now: Temporal.Instant): Promise<PushCommand> {
    const { clockId, kind, from, until, proofRound, createdBy } = command;
    const id = randomBytes(ID_BYTES).toString('hex');
    await manager.query(
      `INSERT INTO push_command (id, clock_id, kind, from_time, until_time, proof_round, created_at, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, clockId, kind, from, until, proofRound, now.toString(), createdBy],
    );
    return { id, kind, from, until };
  }

  /** The oldest commands without an answer, noted as given. */
  async give(clockId: number, limit: number, now: Temporal.Instant): Promise<PushCommand[]> {
    const pending: PushCommand[] = await this.dataSource.query(
      `SELECT ${COLUMNS} FROM push_command
       WHERE clock_id = $1 AND answered_at IS NULL ORDER BY created_at, id LIMIT $2`,
      [clockId, limit],
    );
    if (pending.length > 0) {
      await this.dataSource.query(`UPDATE push_command SET delivered_at = $2 WHERE id = ANY($1)`, [
        pending.map(({ id }) => id),
        now.toString(),
      ]);
    }
    return pending;
  }

  /** Notes an answer. @returns `null` for a command that this clock was not given, or has answered before */
  async answer(
    manager: EntityManager,
    clockId: number,
    result: CommandResult,
    now: Temporal.Instant,
  ): Promise<AnsweredCommand | null> {
    const [rows]: [AnsweredCommand[], number] = await manager.query(
      `UPDATE push_command SET answered_at = $3, return_code = $4, counted = $5
       WHERE id = $1 AND clock_id = $2 AND delivered_at IS NOT NULL AND answered_at IS NULL
       RETURNING ${COLUMNS}, proof_round AS "proofRound",
                 to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "createdAt"`,
      [result.id, clockId, now.toString(), result.returnCode, result.sum],
    );
    return rows[0] ?? null;
  }

  async countPending(manager: EntityManager, clockId: number): Promise<number> {
    const [row]: [{ pending: number }] = await manager.query(
      `SELECT count(*)::integer AS pending FROM push_command WHERE clock_id = $1 AND answered_at IS NULL`,
      [clockId],
    );
    return row.pending;
  }
}
