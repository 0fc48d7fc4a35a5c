import { Injectable } from '@nestjs/common';
import { IsoWeek, weeksBetween } from '@cunqin/work-calendar';
import type { Temporal } from 'temporal-polyfill';
import type { EntityManager } from 'typeorm';

/** A cadre's week whose inputs changed since it was last judged. */
export interface DirtyWeek {
  readonly cadreCode: string;
  readonly week: string;
}

/**
 * Marks cadre-weeks for a new judgement. Every method runs in the caller's transaction, so that a
 * change of facts and its mark become visible together or not at all.
 */
@Injectable()
export class DirtyWeeksRepository {
  async markCadre(
    manager: EntityManager,
    cadreCode: string,
    from: Temporal.PlainDate,
    until: Temporal.PlainDate,
  ): Promise<void> {
    await manager.query(`INSERT INTO dirty_week (cadre_code, week) SELECT $1, unnest($2::text[])`, [
      cadreCode,
      weeksBetween(from, until).map(String),
    ]);
  }

  /**
   * Every week already judged from the one of `from` on, of one cadre if given: for a change of the rule,
   * the calendar, a category or a clock's place. Weeks not judged yet have nothing to go stale; a refresh
   * under way may be judging some by the old rule, so this waits for its end.
   */
  async markJudged(manager: EntityManager, from: Temporal.PlainDate, cadreCode?: string): Promise<void> {
    await this.lockRefresh(manager);
    await manager.query(
      `INSERT INTO dirty_week (cadre_code, week)
       SELECT cadre_code, week FROM week_assessment
       WHERE week >= $1 AND ($2::text IS NULL OR cadre_code = $2)`,
      [IsoWeek.of(from).toString(), cadreCode ?? null],
    );
  }

  /** One refresh at a time, until the transaction ends: an older judgement must not overwrite a newer one. */
  async lockRefresh(manager: EntityManager): Promise<void> {
    await manager.query(`SELECT pg_advisory_xact_lock(hashtext('refresh-assessments'))`);
  }

  /** Every cadre managed in those weeks: they came to an end at a clock. */
  async markEveryone(
    manager: EntityManager,
    from: Temporal.PlainDate,
    until: Temporal.PlainDate,
  ): Promise<void> {
    const weeks = weeksBetween(from, until);
    await manager.query(
      `INSERT INTO dirty_week (cadre_code, week)
       SELECT cadre.code, w.week
       FROM unnest($1::text[], $2::date[]) AS w (week, monday)
       JOIN cadre ON cadre.managed_from <= w.monday + 6
                 AND (cadre.managed_until IS NULL OR cadre.managed_until >= w.monday)`,
      [weeks.map(String), weeks.map((week) => week.monday.toString())],
    );
  }

  /** Cadres managed in the week that have never been judged for it. */
  async markUnjudged(manager: EntityManager, week: IsoWeek): Promise<void> {
    await manager.query(
      `INSERT INTO dirty_week (cadre_code, week)
       SELECT cadre.code, $1
       FROM cadre
       WHERE cadre.managed_from <= $2::date + 6
         AND (cadre.managed_until IS NULL OR cadre.managed_until >= $2::date)
         AND NOT EXISTS (SELECT 1 FROM week_assessment
                         WHERE week_assessment.week = $1 AND week_assessment.cadre_code = cadre.code)`,
      [week.toString(), week.monday.toString()],
    );
  }

  /**
   * Takes up to `limit` marks, of one week if given, and removes them: they come back if the
   * transaction fails. Each cadre-week is returned once.
   */
  async take(manager: EntityManager, limit: number, week?: IsoWeek): Promise<DirtyWeek[]> {
    const [rows]: [{ cadre_code: string; week: string }[], number] = await manager.query(
      `DELETE FROM dirty_week
       WHERE id IN (SELECT id FROM dirty_week WHERE $2::text IS NULL OR week = $2 ORDER BY id LIMIT $1)
       RETURNING cadre_code, week`,
      [limit, week?.toString() ?? null],
    );
    const distinct = new Map(rows.map((row) => [`${row.week} ${row.cadre_code}`, row]));
    return [...distinct.values()].map((row) => ({ cadreCode: row.cadre_code, week: row.week }));
  }
}
