import { Injectable } from '@nestjs/common';
import { TimeSource } from '@cunqin/platform';
import { IsoWeek, weeksBetween } from '@cunqin/work-calendar';
import type { Temporal } from 'temporal-polyfill';
import type { EntityManager } from 'typeorm';

/** A cadre's week whose inputs changed since it was last judged. */
export interface DirtyWeek {
  readonly cadreCode: string;
  readonly townshipCode: string;
  readonly week: string;
}

/** A day of every week in which a punch may have been made whose own time cannot say it. */
const LOST_DAYS = `
         SELECT punch.number, day, punch.clock_id
         FROM lost_time JOIN punch USING (clock_id, sequence),
              generate_series(date_trunc('week', lost_time.lies_from), lost_time.lies_until, '1 week') AS day`;

/**
 * Marks cadre-weeks for a new judgement. Every method runs in the caller's transaction, so that a
 * change of facts and its mark become visible together or not at all.
 */
@Injectable()
export class DirtyWeeksRepository {
  constructor(private readonly time: TimeSource) {}

  async markCadre(
    manager: EntityManager,
    cadreCode: string,
    from: Temporal.PlainDate,
    until: Temporal.PlainDate,
  ): Promise<void> {
    await this.markCadres(manager, [cadreCode], from, until);
  }

  async markCadres(
    manager: EntityManager,
    cadreCodes: readonly string[],
    from: Temporal.PlainDate,
    until: Temporal.PlainDate,
  ): Promise<void> {
    await manager.query(
      `INSERT INTO dirty_week (cadre_code, week)
       SELECT cadre_code, week FROM unnest($1::text[]) AS cadre_code, unnest($2::text[]) AS week`,
      [cadreCodes, weeksBetween(from, until).map(String)],
    );
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

  /**
   * One refresh at a time, until the transaction ends: an older judgement must not overwrite a newer one.
   * Whoever also writes evidence takes this lock first: evidence takes the journal's, and a month that is
   * settled takes them in this order.
   */
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

  /** One week of one cadre. */
  async markWeek(manager: EntityManager, cadreCode: string, week: string): Promise<void> {
    await manager.query(`INSERT INTO dirty_week (cadre_code, week) VALUES ($1, $2)`, [cadreCode, week]);
  }

  /** Cadres managed in some weeks that have never been judged for them. */
  async markUnjudgedWeeks(manager: EntityManager, weeks: readonly IsoWeek[]): Promise<void> {
    await manager.query(
      `INSERT INTO dirty_week (cadre_code, week)
       SELECT cadre.code, w.week
       FROM unnest($1::text[], $2::date[]) AS w (week, monday)
       JOIN cadre ON cadre.managed_from <= w.monday + 6
                 AND (cadre.managed_until IS NULL OR cadre.managed_until >= w.monday)
       WHERE NOT EXISTS (SELECT 1 FROM week_assessment
                         WHERE week_assessment.week = w.week AND week_assessment.cadre_code = cadre.code)`,
      [weeks.map(String), weeks.map((week) => week.monday.toString())],
    );
  }

  /** Whether anybody's week among these waits to be judged again. */
  async anyOf(manager: EntityManager, weeks: readonly string[]): Promise<boolean> {
    const [row]: [{ waiting: boolean }] = await manager.query(
      `SELECT EXISTS (SELECT 1 FROM dirty_week WHERE week = ANY ($1)) AS waiting`,
      [weeks],
    );
    return row.waiting;
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

  /** Weeks that were judged while an item of the list was not due yet, and is now. */
  async markDue(manager: EntityManager): Promise<void> {
    await manager.query(
      `INSERT INTO dirty_week (cadre_code, week)
       SELECT cadre_code, week FROM week_assessment WHERE open_until <= $1`,
      [this.time.now().toString()],
    );
  }

  /**
   * Weeks that punches of a clock touch beside the one their own time lies in: in which they may have been
   * made when that time is lost, and on the other side of a Sunday's midnight, within an hour of which another
   * village's punches can cast doubt on them.
   *
   * @param first of the clock's chain, as `last`; both are included
   */
  async markOtherWeeks(manager: EntityManager, clockId: number, first: number, last: number): Promise<void> {
    await manager.query(
      `INSERT INTO dirty_week (cadre_code, week)
       SELECT DISTINCT enrolment.cadre_code, to_char(touched.day, 'IYYY-"W"IW')
       FROM (
         SELECT punch.number, punch.local_time + away AS day, punch.clock_id
         FROM punch, unnest('{-1 hour,1 hour}'::interval[]) AS away
         WHERE punch.clock_id = $1 AND punch.sequence BETWEEN $2 AND $3
           AND date_trunc('week', punch.local_time + away) <> date_trunc('week', punch.local_time)
         UNION ALL
         ${LOST_DAYS}
         WHERE punch.clock_id = $1 AND punch.sequence BETWEEN $2 AND $3
       ) AS touched
       JOIN enrolment ON enrolment.number = touched.number
         AND (enrolment.clock_id IS NULL OR enrolment.clock_id = $1)`,
      [clockId, first, last],
    );
  }

  /**
   * Every week in which punches of a number lie, or may lie, that were made from one date to another, of
   * everybody who ever held it: for a change of who held it. Without `until` to the end of time.
   */
  async markNumber(
    manager: EntityManager,
    { number, clockId }: { readonly number: string; readonly clockId: number | null },
    from: Temporal.PlainDate,
    until: Temporal.PlainDate | null,
  ): Promise<void> {
    await manager.query(
      `INSERT INTO dirty_week (cadre_code, week)
       SELECT DISTINCT holder.cadre_code, to_char(touched.day, 'IYYY-"W"IW')
       FROM (
         SELECT punch.number, punch.local_time + away AS day, punch.clock_id
         FROM punch, unnest('{-1 hour,0,1 hour}'::interval[]) AS away
         WHERE punch.number = $1 AND ($2::integer IS NULL OR punch.clock_id = $2)
           AND punch.local_time >= $3::date AND ($4::date IS NULL OR punch.local_time < $4::date + 1)
         UNION ALL
         ${LOST_DAYS}
         WHERE punch.number = $1 AND ($2::integer IS NULL OR punch.clock_id = $2)
           AND lost_time.lies_until >= $3::date AND ($4::date IS NULL OR lost_time.lies_from < $4::date + 1)
       ) AS touched
       JOIN enrolment AS holder ON holder.number = touched.number
         AND (holder.clock_id IS NULL OR holder.clock_id = touched.clock_id)`,
      [number, clockId, from.toString(), until?.toString() ?? null],
    );
  }

  /**
   * Takes up to `limit` marks, of one week if given, and removes them: they come back if the
   * transaction fails. Each cadre-week is returned once.
   */
  async take(manager: EntityManager, limit: number, week?: IsoWeek): Promise<DirtyWeek[]> {
    const [rows]: [{ cadre_code: string; township_code: string; week: string }[], number] =
      await manager.query(
        `DELETE FROM dirty_week
       WHERE id IN (SELECT id FROM dirty_week WHERE $2::text IS NULL OR week = $2 ORDER BY id LIMIT $1)
       RETURNING cadre_code, week,
                 (SELECT township_code FROM cadre WHERE cadre.code = cadre_code) AS township_code`,
        [limit, week?.toString() ?? null],
      );
    const distinct = new Map(rows.map((row) => [`${row.week} ${row.cadre_code}`, row]));
    return [...distinct.values()].map((row) => ({
      cadreCode: row.cadre_code,
      townshipCode: row.township_code,
      week: row.week,
    }));
  }
}
