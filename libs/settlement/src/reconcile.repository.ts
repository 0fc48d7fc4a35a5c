import { Injectable } from '@nestjs/common';
import { joinPostOn, lastDayOf } from '@cunqin/roster';
import type { EntityManager } from 'typeorm';

/** An issued month of one cadre in three sums. */
export interface CadreMonthSums {
  readonly month: string;
  readonly cadreCode: string;
  readonly postSubsidyFen: number;
  /** As it was issued. */
  readonly deductedFen: number;
  /** What the frozen lines of the month come to, before the ceiling. */
  readonly linesFen: number;
  /** Adjustments that issued months carry. */
  readonly adjustedFen: number;
  /** All weeks as judged now, before the ceiling; a week in doubt counts as the books have it. */
  readonly freshFen: number;
}

/** Reads the books the other way round than the adjustments do, so that one can prove the other. */
@Injectable()
export class ReconcileRepository {
  /** Marks every judged week of issued months: a recomputation starts from the facts. */
  async markAll(manager: EntityManager, townshipCode: string): Promise<void> {
    await manager.query(
      `INSERT INTO dirty_week (cadre_code, week)
       SELECT cadre_code, week FROM week_assessment JOIN cadre ON cadre.code = cadre_code
       WHERE township_code = $1 AND month <= (SELECT max(month) FROM settled_month WHERE township_code = $1)
         AND month >= (SELECT min(month) FROM settled_month WHERE township_code = $1)`,
      [townshipCode],
    );
  }

  /** Cadre-months of issued months with any money in them, then or now. */
  async sums(manager: EntityManager, townshipCode: string): Promise<CadreMonthSums[]> {
    return manager.query(
      `WITH line AS (
         SELECT month, cadre_code, sum(deduction_fen) AS fen FROM settled_line
         WHERE township_code = $1 GROUP BY month, cadre_code
       ),
       adjusted AS (
         SELECT origin_month AS month, cadre_code, sum(amount_fen) AS fen FROM settled_adjustment
         WHERE township_code = $1 GROUP BY origin_month, cadre_code
       ),
       fresh AS (
         SELECT coalesce(settled_week.month, a.month) AS month, a.cadre_code,
                sum(CASE WHEN a.verdict <> 'undetermined' THEN a.deduction_fen
                         ELSE coalesce(
                           (SELECT fen_after FROM settled_adjustment AS adjustment
                            WHERE adjustment.cadre_code = a.cadre_code AND adjustment.week = a.week
                            ORDER BY adjustment.month DESC LIMIT 1),
                           (SELECT deduction_fen FROM settled_line
                            WHERE settled_line.cadre_code = a.cadre_code AND settled_line.week = a.week),
                           0) END) AS fen
         FROM week_assessment AS a
         JOIN cadre ON cadre.code = a.cadre_code AND cadre.township_code = $1
         LEFT JOIN settled_week ON settled_week.week = a.week AND settled_week.township_code = $1
         WHERE coalesce(settled_week.month, a.month) IN
               (SELECT month FROM settled_month WHERE township_code = $1)
         GROUP BY 1, 2
       )
       SELECT month, cadre_code AS "cadreCode",
              coalesce(settled.post_subsidy_fen, post.post_subsidy_fen) AS "postSubsidyFen",
              coalesce(settled.deducted_fen, 0) AS "deductedFen",
              coalesce(line.fen, 0)::integer AS "linesFen",
              coalesce(adjusted.fen, 0)::integer AS "adjustedFen",
              coalesce(fresh.fen, 0)::integer AS "freshFen"
       FROM (SELECT month, cadre_code, post_subsidy_fen, deducted_fen FROM settled_cadre
             WHERE township_code = $1) AS settled
       FULL JOIN line USING (month, cadre_code)
       FULL JOIN adjusted USING (month, cadre_code)
       FULL JOIN fresh USING (month, cadre_code)
       JOIN cadre ON cadre.code = cadre_code
       ${joinPostOn(lastDayOf('month'))}
       WHERE coalesce(settled.deducted_fen, 0) <> 0 OR coalesce(line.fen, 0) <> 0
          OR coalesce(adjusted.fen, 0) <> 0 OR coalesce(fresh.fen, 0) <> 0
       ORDER BY month, cadre_code COLLATE "C"`,
      [townshipCode],
    );
  }
}
