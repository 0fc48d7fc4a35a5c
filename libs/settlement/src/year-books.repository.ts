import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Baseline, BookedPeriod, YearBooks } from './domain/month-rows.js';

/** What the books know of a year, and of the year before. */
@Injectable()
export class YearBooksRepository {
  /**
   * The year of `month`, before that month. By D11 the first weeks of the year before may lie in a December
   * before it: they are read too, for this year's are held against them.
   */
  async before(manager: EntityManager, townshipCode: string, month: string): Promise<YearBooks> {
    const year = month.slice(0, 4);
    const settled: (BookedPeriod & { readonly month: string })[] = await manager.query(
      `SELECT month, week AS "fromWeek", week AS "untilWeek", cadre_weeks AS "cadreWeeks",
              visit_days::float8 AS "visitDays", 'settled' AS source
       FROM settled_week
       WHERE township_code = $1 AND month < $2 AND (left(month, 4) IN ($3, $4) OR left(week, 4) = $4)
       ORDER BY week`,
      [townshipCode, month, year, previous(year)],
    );
    const typed = await this.baselines(manager, townshipCode);
    const firstOwn = settled.find((period) => period.month.startsWith(year))?.fromWeek ?? null;
    const settledWeeks = new Set(settled.map(({ fromWeek }) => fromWeek));
    return {
      misses: await this.misses(manager, townshipCode, month),
      amountFen: await this.amountFen(manager, townshipCode, month),
      periods: [
        ...settled,
        ...typed
          .filter(({ fromWeek }) => fromWeek.startsWith(previous(year)) && !settledWeeks.has(fromWeek))
          .map((baseline) => ({ ...baseline, month: null })),
      ],
      baselines: typed.filter(
        ({ fromWeek, untilWeek }) => fromWeek.startsWith(year) && (firstOwn === null || untilWeek < firstOwn),
      ),
    };
  }

  /** The latest of each period, in order of time. */
  async baselines(manager: EntityManager, townshipCode: string): Promise<(Baseline & { id: number })[]> {
    return manager.query(
      `SELECT DISTINCT ON (from_week, until_week) id, from_week AS "fromWeek", until_week AS "untilWeek",
              cadre_weeks AS "cadreWeeks", visit_days::float8 AS "visitDays", persons, occurrences,
              amount_fen::float8 AS "amountFen", cadre_codes AS "cadreCodes", source
       FROM baseline WHERE township_code = $1
       ORDER BY from_week, until_week, id DESC`,
      [townshipCode],
    );
  }

  private async misses(
    manager: EntityManager,
    townshipCode: string,
    month: string,
  ): Promise<YearBooks['misses']> {
    return manager.query(
      `SELECT cadre_code AS "cadreCode", sum(misses)::integer AS misses FROM (
         SELECT cadre_code, misses FROM settled_cadre
         WHERE township_code = $1 AND month < $2 AND left(month, 4) = left($2, 4) AND misses > 0
         UNION ALL
         SELECT cadre_code, misses_after - misses_before FROM settled_adjustment
         WHERE township_code = $1 AND month < $2 AND left(origin_month, 4) = left($2, 4)) AS counted
       GROUP BY cadre_code ORDER BY cadre_code COLLATE "C"`,
      [townshipCode, month],
    );
  }

  private async amountFen(manager: EntityManager, townshipCode: string, month: string): Promise<number> {
    const [row]: [{ fen: number }] = await manager.query(
      `SELECT (SELECT coalesce(sum(deducted_fen), 0) FROM settled_cadre
               WHERE township_code = $1 AND month < $2 AND left(month, 4) = left($2, 4))::float8
            + (SELECT coalesce(sum(amount_fen), 0) FROM settled_adjustment
               WHERE township_code = $1 AND month < $2 AND left(origin_month, 4) = left($2, 4))::float8 AS fen`,
      [townshipCode, month],
    );
    return row.fen;
  }
}

function previous(year: string): string {
  return String(Number(year) - 1).padStart(4, '0');
}
