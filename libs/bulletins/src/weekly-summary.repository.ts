import { Injectable } from '@nestjs/common';
import type { IsoWeek } from '@cunqin/work-calendar';
import { DataSource } from 'typeorm';
import type { AbsenceRow, DayRow, PersonRow, VillageWeekRow } from './domain/weekly-summary.rows.js';

/** The dates of a slip that lie in the week of Monday `$1`. */
const DAYS_OF_SLIP = `generate_series(greatest(from_date, $1::date), least(until_date, $1::date + 6),
                                      interval '1 day') AS day`;

/** The rows of a week that the summary prints. */
@Injectable()
export class WeeklySummaryRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Everybody of a township who was judged in the week. */
  async people(week: IsoWeek, townshipCode: string): Promise<PersonRow[]> {
    return this.dataSource.query(
      `SELECT cadre.code AS "cadreCode", cadre.name, cadre.office, home.name AS "homeVillageName",
              cadre.managed_from::text AS "managedFrom", cadre.managed_until::text AS "managedUntil"
       FROM week_assessment
       JOIN cadre ON cadre.code = week_assessment.cadre_code
       LEFT JOIN LATERAL (
         SELECT village.name FROM cadre_home_village JOIN village ON village.code = village_code
         WHERE cadre_home_village.cadre_code = cadre.code AND valid_from = (
           SELECT max(valid_from) FROM cadre_home_village AS dated
           WHERE dated.cadre_code = cadre.code AND dated.valid_from <= greatest(cadre.managed_from, $2::date))
       ) AS home ON true
       WHERE week_assessment.week = $1 AND cadre.township_code = $3
       ORDER BY cadre.code`,
      [week.toString(), week.monday.toString(), townshipCode],
    );
  }

  async days(week: IsoWeek): Promise<DayRow[]> {
    return this.dataSource.query(
      `SELECT visit_day.cadre_code AS "cadreCode", visit_day.date::text AS date, visit_day.credited,
              morning.punch AS morning, afternoon.punch AS afternoon
       FROM visit_day
       LEFT JOIN LATERAL (${punchAmong('visit_day.morning', 'ASC')}) AS morning ON true
       LEFT JOIN LATERAL (${punchAmong('visit_day.afternoon', 'DESC')}) AS afternoon ON true
       WHERE visit_day.week = $1
       ORDER BY visit_day.cadre_code, visit_day.date`,
      [week.toString()],
    );
  }

  /** What was approved beside the punches, by date. A half-day absence has no effect and is left out. */
  async absences(week: IsoWeek): Promise<AbsenceRow[]> {
    return this.dataSource.query(
      `SELECT cadre_code AS "cadreCode", date::text AS date, kind FROM (
         SELECT cadre_code, day::date AS date, kind
         FROM absence, ${DAYS_OF_SLIP}
         WHERE state = 'approved' AND half IS NULL AND from_date <= $1::date + 6 AND until_date >= $1::date
         UNION SELECT cadre_code, visited_on, 'enterprise' FROM enterprise_visit
         WHERE state = 'approved' AND visited_on >= $1::date AND visited_on < $1::date + 7
         UNION SELECT cadre_code, day::date, 'emergency'
         FROM emergency_duty JOIN emergency_duty_cadre ON duty_id = emergency_duty.id, ${DAYS_OF_SLIP}
         WHERE state = 'approved' AND from_date <= $1::date + 6 AND until_date >= $1::date
         UNION SELECT cadre_code, corrected_on, 'correction' FROM correction
         WHERE state = 'approved' AND corrected_on >= $1::date AND corrected_on < $1::date + 7
       ) AS overlay
       ORDER BY cadre_code, date, kind`,
      [week.monday.toString()],
    );
  }

  /** Villages of a township where a clock stood in the week. */
  async villages(week: IsoWeek, townshipCode: string): Promise<VillageWeekRow[]> {
    return this.dataSource.query(
      `WITH stood AS (
         SELECT clock_placement.village_code, clock.id, clock.name,
                (SELECT max(covered_until) FROM coverage WHERE coverage.clock_id = clock.id) AS covered_until,
                least($2::timestamp, max(coalesce(placed_until::timestamp, 'infinity'))) AS needed_until
         FROM clock_placement JOIN clock ON clock.id = clock_placement.clock_id
         WHERE placed_from < $2::timestamp AND (placed_until IS NULL OR placed_until > $1::date)
         GROUP BY clock_placement.village_code, clock.id
       ), seen AS (
         SELECT village_code,
                count(DISTINCT cadre_code)::integer AS visitors,
                count(DISTINCT (cadre_code, local_time::date)) FILTER (WHERE cadre_code IS NOT NULL)::integer AS visits,
                count(*) FILTER (WHERE cadre_code IS NULL OR suspicions <> '{}' OR doubts <> '{}')::integer AS incidents
         FROM punch_with_holder
         WHERE local_time >= $1 AND local_time < $2
         GROUP BY village_code
       )
       SELECT village.name AS "villageName",
              array_agg(stood.name ORDER BY stood.id) AS "clockNames",
              array_agg(stood.id ORDER BY stood.id) AS "clockIds",
              coalesce(max(seen.visitors), 0) AS visitors,
              coalesce(max(seen.visits), 0) AS visits,
              coalesce(max(seen.incidents), 0) AS incidents,
              to_char(max(latest.finished_at) FILTER (WHERE latest.outcome <> 'failed') AT TIME ZONE 'UTC',
                      'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "lastReadAt",
              to_char(CASE WHEN bool_and(stood.covered_until IS NOT NULL) THEN min(stood.covered_until) END,
                      'YYYY-MM-DD"T"HH24:MI:SS') AS "coveredUntil",
              bool_and(coalesce(stood.covered_until >= stood.needed_until, false)) AS proven,
              bool_or(coalesce(latest.outcome <> 'complete', false)) AS failing
       FROM stood
       JOIN village ON village.code = stood.village_code
       LEFT JOIN seen ON seen.village_code = stood.village_code
       LEFT JOIN LATERAL (SELECT outcome, finished_at FROM clock_read
                          WHERE clock_read.clock_id = stood.id ORDER BY finished_at DESC LIMIT 1) AS latest ON true
       WHERE village.township_code = $3
       GROUP BY village.code
       ORDER BY village.code`,
      [week.monday.toString(), week.end.toString(), townshipCode],
    );
  }
}

/**
 * The first punch of a list of ids in the given order of time, as the form prints it. Each is looked up by its key:
 * joined as a set, the ledger is read from end to end for every day of every cadre.
 */
function punchAmong(ids: string, order: 'ASC' | 'DESC'): string {
  return `SELECT jsonb_build_object('time', to_char(punch.local_time, 'HH24:MI'), 'villageName', village.name) AS punch
          FROM unnest(${ids}) AS listed (id)
          CROSS JOIN LATERAL (
            SELECT kept.* FROM punch_with_holder AS kept
            WHERE kept.clock_id = split_part(listed.id, '-', 1)::integer
              AND kept.sequence = split_part(listed.id, '-', 2)::bigint
            LIMIT 1) AS punch
          JOIN village ON village.code = punch.village_code
          ORDER BY punch.local_time ${order}, punch.clock_id, punch.sequence
          LIMIT 1`;
}
