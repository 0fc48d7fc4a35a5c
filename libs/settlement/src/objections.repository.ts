import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** An objection (异议) or a review (复核), and what became of it. */
export interface Objection {
  readonly id: number;
  readonly cadreCode: string;
  readonly week: string;
  /** A `review` was asked for after the bulletin was issued. */
  readonly kind: 'objection' | 'review';
  readonly text: string;
  readonly filedBy: string;
  readonly filedAt: Date;
  /** The date by which it is to be decided; `null` while a holiday notice is missing. */
  readonly decideBy: string | null;
  readonly state: 'open' | 'upheld' | 'dismissed';
  /** Upheld, and the week is not charged whatever the facts say. */
  readonly waived: boolean;
  readonly reason: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
}

export type NewObjection = Pick<
  Objection,
  'cadreCode' | 'week' | 'kind' | 'text' | 'filedBy' | 'filedAt' | 'decideBy'
>;

export interface Decision {
  readonly upheld: boolean;
  readonly waived: boolean;
  readonly reason: string;
  readonly decidedBy: string;
  readonly decidedAt: Date;
}

const SELECT = `
  SELECT objection.id, objection.cadre_code AS "cadreCode", week, kind, text, filed_by AS "filedBy",
         filed_at AS "filedAt", decide_by::text AS "decideBy",
         CASE WHEN upheld IS NULL THEN 'open' WHEN upheld THEN 'upheld' ELSE 'dismissed' END AS state,
         coalesce(waived, false) AS waived, reason, decided_by AS "decidedBy", decided_at AS "decidedAt"
  FROM objection
  JOIN cadre ON cadre.code = objection.cadre_code
  LEFT JOIN objection_decision ON objection_id = objection.id`;

/** Objections and their decisions. Neither is ever changed. */
@Injectable()
export class ObjectionsRepository {
  async insert(manager: EntityManager, objection: NewObjection): Promise<number> {
    const [row]: [{ id: number }] = await manager.query(
      `INSERT INTO objection (cadre_code, week, kind, text, filed_by, filed_at, decide_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id`,
      [
        objection.cadreCode,
        objection.week,
        objection.kind,
        objection.text,
        objection.filedBy,
        objection.filedAt,
        objection.decideBy,
      ],
    );
    return row.id;
  }

  /** Stores a decision; one that waives the charge becomes an overlay of the cadre's week. */
  async decide(manager: EntityManager, objection: Objection, decision: Decision): Promise<void> {
    await manager.query(
      `INSERT INTO objection_decision (objection_id, upheld, waived, reason, decided_by, decided_at)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [
        objection.id,
        decision.upheld,
        decision.waived,
        decision.reason,
        decision.decidedBy,
        decision.decidedAt,
      ],
    );
    if (!decision.waived) return;
    await manager.query(
      `INSERT INTO review_decision (cadre_code, week, objection_id, reason, decided_by, decided_at)
       VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
      [
        objection.cadreCode,
        objection.week,
        objection.id,
        decision.reason,
        decision.decidedBy,
        decision.decidedAt,
      ],
    );
  }

  async find(manager: EntityManager, id: number): Promise<Objection | null> {
    const [row]: Objection[] = await manager.query(`${SELECT} WHERE objection.id = $1`, [id]);
    return row ?? null;
  }

  /** The open objection to a cadre's week, or `null`. */
  async openAbout(manager: EntityManager, cadreCode: string, week: string): Promise<number | null> {
    const [row]: { id: number }[] = await manager.query(
      `${SELECT} WHERE objection.cadre_code = $1 AND week = $2 AND upheld IS NULL`,
      [cadreCode, week],
    );
    return row?.id ?? null;
  }

  /** Ids of open objections to some weeks. */
  async openIn(manager: EntityManager, townshipCode: string, weeks: readonly string[]): Promise<number[]> {
    const rows: { id: number }[] = await manager.query(
      `${SELECT} WHERE cadre.township_code = $1 AND week = ANY ($2) AND upheld IS NULL ORDER BY objection.id`,
      [townshipCode, weeks],
    );
    return rows.map(({ id }) => id);
  }

  /** In order of filing; of one cadre or one week if given. */
  async list(
    manager: EntityManager,
    townshipCode: string,
    filter: { readonly cadreCode: string | null; readonly week: string | null },
  ): Promise<Objection[]> {
    return manager.query(
      `${SELECT} WHERE cadre.township_code = $1 AND ($2::text IS NULL OR objection.cadre_code = $2)
         AND ($3::text IS NULL OR week = $3) ORDER BY objection.id`,
      [townshipCode, filter.cadreCode, filter.week],
    );
  }
}
