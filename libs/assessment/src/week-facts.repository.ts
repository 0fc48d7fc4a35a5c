import { Injectable } from '@nestjs/common';
import { ByCadreWeek, joinPostOn } from '@cunqin/roster';
import type { WeekSpan } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import type { EntityManager } from 'typeorm';
import type { CadreInWeek, ChecklistItem, ClockCoverage } from './domain/week-facts.js';

const date = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);
const instant = (at: Date): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(at.getTime());

/** Loads what is known of cadres in some weeks, one statement a kind of fact. */
@Injectable()
export class WeekFactsRepository {
  /** Cadres of the list in the weeks they are managed in, with the category that decides each. */
  async cadres(
    manager: EntityManager,
    weeks: WeekSpan,
    cadreCodes: readonly string[],
  ): Promise<ByCadreWeek<CadreInWeek>> {
    const rows: {
      week: string;
      code: string;
      category: CadreInWeek['category'];
      identity: CadreInWeek['identity'];
      managed_from: string;
      managed_until: string | null;
      home_village_code: string | null;
    }[] = await manager.query(
      // Category, post and home village on Monday decide; for somebody who joins later in the week, on the first day.
      `SELECT week.name AS week, cadre.code, category.category, post.identity, cadre.managed_from::text,
              cadre.managed_until::text, home.village_code AS home_village_code
       FROM unnest($1::date[], $2::text[]) AS week (monday, name)
       JOIN cadre ON cadre.managed_from <= week.monday + 6
                 AND (cadre.managed_until IS NULL OR cadre.managed_until >= week.monday)
       JOIN LATERAL (
         SELECT cadre_category.category FROM cadre_category
         WHERE cadre_category.cadre_code = cadre.code
           AND cadre_category.valid_from <= greatest(cadre.managed_from, week.monday)
         ORDER BY cadre_category.valid_from DESC LIMIT 1) AS category ON true
       LEFT JOIN LATERAL (
         SELECT cadre_home_village.village_code FROM cadre_home_village
         WHERE cadre_home_village.cadre_code = cadre.code
           AND cadre_home_village.valid_from <= greatest(cadre.managed_from, week.monday)
         ORDER BY cadre_home_village.valid_from DESC LIMIT 1) AS home ON true
       ${joinPostOn('greatest(cadre.managed_from, week.monday)')}
       WHERE cadre.code = ANY ($3)`,
      [weeks.mondays, weeks.names, cadreCodes],
    );
    const found = new ByCadreWeek<CadreInWeek>();
    for (const row of rows) {
      found.set(row.week, row.code, {
        category: row.category,
        identity: row.identity,
        managedFrom: date(row.managed_from),
        managedUntil: row.managed_until === null ? null : date(row.managed_until),
        homeVillageCode: row.home_village_code,
      });
    }
    return found;
  }

  /**
   * Ids of punches nobody has reviewed, whose own time is lost and which were made in these weeks by one of these
   * cadres, or may have been: whoever held the number at that clock on a day of the week that comes into question.
   */
  async lostPunches(
    manager: EntityManager,
    weeks: WeekSpan,
    cadreCodes: readonly string[],
  ): Promise<ByCadreWeek<string[]>> {
    const rows: { week: string; cadre_code: string; id: string }[] = await manager.query(
      `SELECT DISTINCT week.name AS week, enrolment.cadre_code, punch.clock_id || '-' || punch.sequence AS id
       FROM unnest($1::date[], $2::text[]) AS week (monday, name)
       JOIN lost_time ON tsrange(lies_from, lies_until, '[]') && tsrange(week.monday, week.monday + 7)
       JOIN punch USING (clock_id, sequence)
       CROSS JOIN LATERAL (SELECT greatest(lies_from, week.monday)::date AS first,
                                  least(lies_until, week.monday + 6)::date AS last) AS day
       JOIN enrolment ON enrolment.number = punch.number
         AND (enrolment.clock_id IS NULL OR enrolment.clock_id = punch.clock_id)
         AND enrolment.valid_from <= day.last
         AND (enrolment.valid_until IS NULL OR enrolment.valid_until >= day.first)
       WHERE enrolment.cadre_code = ANY ($3)
         -- One for all clocks is for those that stood in the own township then, or nowhere.
         AND (enrolment.clock_id IS NOT NULL OR NOT EXISTS (
           SELECT FROM clock_placement JOIN village ON village.code = clock_placement.village_code
           WHERE clock_placement.clock_id = punch.clock_id AND placed_from <= day.last
             AND (placed_until IS NULL OR placed_until > day.first)
             AND village.township_code <> enrolment.township_code))
         -- An enrolment at the clock itself goes before one for all clocks.
         AND (enrolment.clock_id IS NOT NULL OR NOT EXISTS (
           SELECT FROM enrolment AS own
           WHERE own.number = punch.number AND own.clock_id = punch.clock_id AND own.valid_from <= day.first
             AND (own.valid_until IS NULL OR own.valid_until >= day.last)))
         AND NOT EXISTS (SELECT FROM punch_review
                         WHERE punch_review.clock_id = punch.clock_id AND punch_review.sequence = punch.sequence)`,
      [weeks.mondays, weeks.names, cadreCodes],
    );
    return ByCadreWeek.grouped(
      rows,
      ({ week }) => week,
      ({ id }) => id,
    );
  }

  async checklistItems(
    manager: EntityManager,
    weeks: WeekSpan,
    cadreCodes: readonly string[],
  ): Promise<ByCadreWeek<ChecklistItem[]>> {
    const rows: {
      week: string;
      cadre_code: string;
      position: number;
      village_code: string | null;
      due_at: Date;
      /** In order of the reports. */
      reports: { at: string; returned_at: string | null }[];
      carried_at: Date | null;
    }[] = await manager.query(
      `SELECT checklist.week, checklist.cadre_code, position, village_code, due_at, carried_at,
              (SELECT coalesce(jsonb_agg(jsonb_build_object('at', report.at, 'returned_at', later.at)
                                         ORDER BY report.id), '[]')
               FROM checklist_result AS report
               LEFT JOIN checklist_result AS later ON later.returns = report.id
               WHERE report.kind = 'report' AND report.checklist_id = checklist_item.checklist_id
                 AND report.position = checklist_item.position) AS reports
       FROM checklist JOIN checklist_item ON checklist_item.checklist_id = checklist.id
       LEFT JOIN checklist_carry_over USING (checklist_id, position)
       WHERE checklist.week = ANY ($1) AND checklist.cadre_code = ANY ($2)`,
      [weeks.names, cadreCodes],
    );
    return ByCadreWeek.grouped(
      rows,
      ({ week }) => week,
      (row) => ({
        position: row.position,
        villageCode: row.village_code,
        dueAt: instant(row.due_at),
        reports: row.reports.map((report) => ({
          at: Temporal.Instant.from(report.at),
          returnedAt: report.returned_at === null ? null : Temporal.Instant.from(report.returned_at),
        })),
        carriedOverAt: row.carried_at === null ? null : instant(row.carried_at),
      }),
    );
  }

  /** By week, every clock that stood in the township during it, and how far each is proven complete. */
  async coverage(
    manager: EntityManager,
    weeks: WeekSpan,
    townshipCode: string,
  ): Promise<Map<string, ClockCoverage[]>> {
    const rows: { week: string; clock_id: number; needed_until: string; covered_until: string | null }[] =
      await manager.query(
        `SELECT week.name AS week, clock_placement.clock_id,
                least((week.monday + 7)::timestamp, max(coalesce(placed_until::timestamp, 'infinity'))) AS needed_until,
                (SELECT max(coverage.covered_until) FROM coverage
                 WHERE coverage.clock_id = clock_placement.clock_id) AS covered_until
         FROM unnest($1::date[], $2::text[]) AS week (monday, name)
         JOIN clock_placement ON placed_from < week.monday + 7
                             AND (placed_until IS NULL OR placed_until > week.monday)
         JOIN village ON village.code = clock_placement.village_code
         WHERE village.township_code = $3
         GROUP BY week.name, week.monday, clock_placement.clock_id
         ORDER BY clock_placement.clock_id`,
        [weeks.mondays, weeks.names, townshipCode],
      );
    const found = new Map<string, ClockCoverage[]>(weeks.names.map((week) => [week, []]));
    for (const row of rows) {
      found.get(row.week)?.push({
        clockId: row.clock_id,
        neededUntil: Temporal.PlainDateTime.from(row.needed_until),
        coveredUntil: row.covered_until === null ? null : Temporal.PlainDateTime.from(row.covered_until),
      });
    }
    return found;
  }
}
