import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { MonthState } from './domain/month-state.js';
import type { PersonCharge } from './domain/noticed-charges.js';

/** A step that a month has taken. */
export interface MonthTransition {
  readonly sequence: number;
  readonly to: MonthState;
  readonly at: Date;
  readonly byUser: string;
  readonly byName: string | null;
  readonly docNo: string | null;
  readonly reason: string | null;
  /** Hex. */
  readonly figuresSha256: string | null;
  /** What the public notice showed, by cadre code; of `notice` only. */
  readonly noticed: Readonly<Record<string, PersonCharge>> | null;
}

/** The steps of a month. Its state is where the last one led. */
@Injectable()
export class MonthTransitionsRepository {
  /** One step at a time in the township, until the transaction ends. */
  async lock(manager: EntityManager, townshipCode: string): Promise<void> {
    await manager.query(`SELECT pg_advisory_xact_lock(hashtext('settle-month'), hashtext($1))`, [
      townshipCode,
    ]);
  }

  /** In order of time. */
  async of(manager: EntityManager, townshipCode: string, month: string): Promise<MonthTransition[]> {
    return manager.query(
      `SELECT sequence, to_state AS "to", at, by_user AS "byUser", by_name AS "byName", doc_no AS "docNo",
              reason, figures_sha256 AS "figuresSha256", noticed
       FROM month_transition WHERE township_code = $1 AND month = $2 ORDER BY sequence`,
      [townshipCode, month],
    );
  }

  async append(
    manager: EntityManager,
    townshipCode: string,
    month: string,
    step: MonthTransition,
  ): Promise<void> {
    await manager.query(
      `INSERT INTO month_transition (township_code, month, sequence, to_state, at, by_user, by_name, doc_no,
         reason, figures_sha256, noticed)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        townshipCode,
        month,
        step.sequence,
        step.to,
        step.at,
        step.byUser,
        step.byName,
        step.docNo,
        step.reason,
        step.figuresSha256,
        step.noticed === null ? null : JSON.stringify(step.noticed),
      ],
    );
  }

  /** The first month whose closing has begun and is not done, or `null`. */
  async underway(manager: EntityManager, townshipCode: string): Promise<string | null> {
    const [row]: { month: string }[] = await manager.query(
      `SELECT month FROM (
         SELECT DISTINCT ON (month) month, to_state FROM month_transition
         WHERE township_code = $1 ORDER BY month, sequence DESC) AS standing
       WHERE to_state NOT IN ('open', 'issued') ORDER BY month LIMIT 1`,
      [townshipCode],
    );
    return row?.month ?? null;
  }
}
