import { Injectable } from '@nestjs/common';
import type { IsoWeek } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import type { EntityManager } from 'typeorm';
import type { CadreInWeek, ChecklistItem, ClockCoverage } from './domain/week-facts.js';

const date = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);

/** Loads what is known of cadres in a week, one statement a kind of fact. */
@Injectable()
export class WeekFactsRepository {
  /** Cadres of the list who are managed in the week, with the category that decides it. */
  async cadres(
    manager: EntityManager,
    week: IsoWeek,
    cadreCodes: readonly string[],
  ): Promise<Map<string, CadreInWeek>> {
    const rows: {
      code: string;
      category: CadreInWeek['category'];
      identity: CadreInWeek['identity'];
      managed_from: string;
      managed_until: string | null;
      home_village_code: string | null;
    }[] = await manager.query(
      // The category on Monday decides; for somebody who joins later in the week, on the first day.
      `SELECT cadre.code, category.category, cadre.identity, cadre.managed_from::text,
              cadre.managed_until::text, cadre.home_village_code
       FROM cadre
       JOIN LATERAL (
         SELECT cadre_category.category FROM cadre_category
         WHERE cadre_category.cadre_code = cadre.code
           AND cadre_category.valid_from <= greatest(cadre.managed_from, $1::date)
         ORDER BY cadre_category.valid_from DESC LIMIT 1) AS category ON true
       WHERE cadre.code = ANY ($2)
         AND cadre.managed_from <= $1::date + 6
         AND (cadre.managed_until IS NULL OR cadre.managed_until >= $1::date)`,
      [week.monday.toString(), cadreCodes],
    );
    return new Map(
      rows.map((row) => [
        row.code,
        {
          category: row.category,
          identity: row.identity,
          managedFrom: date(row.managed_from),
          managedUntil: row.managed_until === null ? null : date(row.managed_until),
          homeVillageCode: row.home_village_code,
        },
      ]),
    );
  }

  /** Dates of approved full-day absences that fall into the week. */
  async excused(
    manager: EntityManager,
    week: IsoWeek,
    cadreCodes: readonly string[],
  ): Promise<Map<string, Temporal.PlainDate[]>> {
    const rows: { cadre_code: string; date: string }[] = await manager.query(
      `SELECT DISTINCT absence.cadre_code, day::date::text AS date
       FROM absence, generate_series(greatest(from_date, $1::date), least(until_date, $1::date + 6),
                                     interval '1 day') AS day
       WHERE absence.state = 'approved' AND absence.cadre_code = ANY ($2)
         AND from_date <= $1::date + 6 AND until_date >= $1::date`,
      [week.monday.toString(), cadreCodes],
    );
    return grouped(rows, (row) => date(row.date));
  }

  async checklistItems(
    manager: EntityManager,
    week: IsoWeek,
    cadreCodes: readonly string[],
  ): Promise<Map<string, ChecklistItem[]>> {
    const rows: { cadre_code: string; due_at: Date; result_at: Date | null }[] = await manager.query(
      `SELECT checklist.cadre_code, checklist_item.due_at, checklist_item.result_at
       FROM checklist JOIN checklist_item ON checklist_item.checklist_id = checklist.id
       WHERE checklist.week = $1 AND checklist.cadre_code = ANY ($2)`,
      [week.toString(), cadreCodes],
    );
    return grouped(rows, (row) => ({
      dueAt: Temporal.Instant.fromEpochMilliseconds(row.due_at.getTime()),
      resultAt: row.result_at && Temporal.Instant.fromEpochMilliseconds(row.result_at.getTime()),
    }));
  }

  /** Every clock that stood in the township during the week, and how far each is proven complete. */
  async coverage(manager: EntityManager, week: IsoWeek, townshipCode: string): Promise<ClockCoverage[]> {
    const rows: { clock_id: number; needed_until: string; covered_until: string | null }[] =
      await manager.query(
        `SELECT clock_placement.clock_id,
                least($2::timestamp, max(coalesce(placed_until::timestamp, 'infinity'))) AS needed_until,
                (SELECT max(coverage.covered_until) FROM coverage
                 WHERE coverage.clock_id = clock_placement.clock_id) AS covered_until
         FROM clock_placement JOIN village ON village.code = clock_placement.village_code
         WHERE village.township_code = $3
           AND placed_from < $2::timestamp AND (placed_until IS NULL OR placed_until > $1::date)
         GROUP BY clock_placement.clock_id
         ORDER BY clock_placement.clock_id`,
        [week.monday.toString(), week.end.toString(), townshipCode],
      );
    return rows.map((row) => ({
      clockId: row.clock_id,
      neededUntil: Temporal.PlainDateTime.from(row.needed_until),
      coveredUntil: row.covered_until === null ? null : Temporal.PlainDateTime.from(row.covered_until),
    }));
  }
}

function grouped<Row extends { cadre_code: string }, T>(
  rows: readonly Row[],
  pick: (row: Row) => T,
): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.cadre_code);
    if (group) group.push(pick(row));
    else groups.set(row.cadre_code, [pick(row)]);
  }
  return groups;
}
