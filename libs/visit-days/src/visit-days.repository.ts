import { Injectable } from '@nestjs/common';
import { type FarVillagesDoubt, MOST_FAR_VILLAGES_MINUTES, type PunchOfHolder } from '@cunqin/punch-ledger';
import { ByCadreWeek } from '@cunqin/roster';
import type { WeekSpan } from '@cunqin/work-calendar';
import type { EntityManager } from 'typeorm';
import type { Correction, VisitDay, VisitPunch } from './domain/visit-day.js';
import { visitDayRow } from './visit-day-row.js';

/** A punch of a cadre, with what can be said of it alone. */
export interface HeldPunch extends PunchOfHolder {
  readonly cadreCode: string;
  /** Whether the cadre is managed on a day of the week that the punch lies in. */
  readonly managed: boolean;
  readonly visit: Omit<VisitPunch, 'standing'>;
}

/** What other punches say against one. */
export interface Doubt extends FarVillagesDoubt {
  readonly cadreCode: string;
  /** In which the punch lies by its own time. */
  readonly week: string;
}

/** Reads punches with their holders, keeps the derived days and doubts. */
@Injectable()
export class VisitDaysRepository {
  /**
   * Every punch of those among these cadres who are managed in one of these weeks, by the clocks' own time, and
   * those so close to their ends that they can be held against them.
   */
  async punchesAround(
    manager: EntityManager,
    weeks: WeekSpan,
    cadreCodes: readonly string[],
  ): Promise<HeldPunch[]> {
    const rows: {
      id: string;
      cadre_code: string;
      date: string;
      time: string;
      at: number;
      village_code: string | null;
      suspicions: string[];
      managed: boolean;
      accepted: boolean | null;
    }[] = await manager.query(
      // The view punch_with_holder says the same of any punch; here the holders are given and their punches sought.
      // Numbers held at one clock only are few, and gathered first: asked for punch by punch they cost more than all else.
      `WITH own AS MATERIALIZED (
         SELECT number, clock_id, valid_from, valid_until FROM enrolment
         WHERE clock_id IS NOT NULL AND number IN (SELECT number FROM enrolment WHERE cadre_code = ANY ($3)))
       SELECT punch.clock_id || '-' || punch.sequence AS id, enrolment.cadre_code, punch.local_time::date::text AS date,
              to_char(punch.local_time, 'HH24:MI:SS') AS time,
              extract(epoch FROM punch.local_time)::float8 AS at, clock_placement.village_code, punch.suspicions,
              managed_from < date_trunc('week', punch.local_time) + interval '1 week'
                AND (managed_until IS NULL OR managed_until >= date_trunc('week', punch.local_time)) AS managed,
              (SELECT accept FROM punch_review
               WHERE punch_review.clock_id = punch.clock_id AND punch_review.sequence = punch.sequence
               ORDER BY punch_review.id DESC LIMIT 1) AS accepted
       FROM punch
       JOIN enrolment ON enrolment.number = punch.number
         AND (enrolment.clock_id IS NULL OR enrolment.clock_id = punch.clock_id)
         AND enrolment.valid_from <= punch.local_time
         AND (enrolment.valid_until IS NULL OR punch.local_time < enrolment.valid_until + 1)
       JOIN cadre ON cadre.code = enrolment.cadre_code
       LEFT JOIN clock_placement ON clock_placement.clock_id = punch.clock_id
         AND clock_placement.placed_from <= punch.local_time
         AND (clock_placement.placed_until IS NULL OR punch.local_time < clock_placement.placed_until)
       LEFT JOIN village ON village.code = clock_placement.village_code
       WHERE punch.local_time >= $1::timestamp - $4::interval AND punch.local_time < $2::timestamp + $4::interval
         AND enrolment.cadre_code = ANY ($3)
         AND managed_from < $2::timestamp AND (managed_until IS NULL OR managed_until >= $1::timestamp)
         -- One for all clocks is for those of the own township; a clock that stands nowhere is everybody's.
         AND (enrolment.clock_id IS NOT NULL OR village.township_code IS NULL
           OR village.township_code = enrolment.township_code)
         -- An enrolment at the clock itself goes before one for all clocks.
         AND NOT EXISTS (
           SELECT FROM own
           WHERE enrolment.clock_id IS NULL AND own.number = punch.number AND own.clock_id = punch.clock_id
             AND own.valid_from <= punch.local_time
             AND (own.valid_until IS NULL OR punch.local_time < own.valid_until + 1))`,
      [weeks.begin.toString(), weeks.end.toString(), cadreCodes, `${MOST_FAR_VILLAGES_MINUTES} minutes`],
    );
    return rows.map(({ id, at, suspicions, accepted, managed, ...row }) => ({
      id,
      at,
      suspicions,
      accepted,
      managed,
      cadreCode: row.cadre_code,
      villageCode: row.village_code,
      visit: { id, date: row.date, time: row.time, villageCode: row.village_code },
    }));
  }

  /** Replaces what was held against the punches of these cadres in these weeks. */
  async replaceDoubts(
    manager: EntityManager,
    weeks: WeekSpan,
    cadreCodes: readonly string[],
    doubts: readonly Doubt[],
  ): Promise<void> {
    await manager.query(`DELETE FROM punch_doubt WHERE week = ANY ($1) AND cadre_code = ANY ($2)`, [
      weeks.names,
      cadreCodes,
    ]);
    const rows = doubts.map(({ id, cadreCode, week, because, settled }) => {
      const [clockId, sequence] = id.split('-').map(Number);
      return {
        cadre_code: cadreCode,
        week,
        clock_id: clockId,
        sequence,
        code: 'FAR_VILLAGES',
        because,
        settled,
      };
    });
    if (rows.length === 0) return;
    await manager.query(
      `INSERT INTO punch_doubt SELECT * FROM jsonb_populate_recordset(NULL::punch_doubt, $1)`,
      [JSON.stringify(rows)],
    );
  }

  /** Approved corrections of these cadres for dates of these weeks, of those in which they are managed. */
  async correctionsOf(
    manager: EntityManager,
    weeks: WeekSpan,
    cadreCodes: readonly string[],
  ): Promise<ByCadreWeek<Correction[]>> {
    const rows: {
      cadre_code: string;
      date: string;
      half: Correction['half'];
      village_code: string;
    }[] = await manager.query(
      `SELECT cadre_code, corrected_on::text AS date, half, village_code
       FROM correction JOIN cadre ON cadre.code = cadre_code
       WHERE state = 'approved' AND corrected_on >= $1::timestamp AND corrected_on < $2::timestamp
         AND cadre_code = ANY ($3)
         AND managed_from < date_trunc('week', corrected_on::timestamp) + interval '1 week'
         AND (managed_until IS NULL OR managed_until >= date_trunc('week', corrected_on::timestamp))
       ORDER BY id`,
      [weeks.begin.toString(), weeks.end.toString(), cadreCodes],
    );
    return ByCadreWeek.grouped(
      rows,
      ({ date }) => weeks.day(date).week,
      ({ date, half, village_code: villageCode }) => ({ date: weeks.day(date).date, half, villageCode }),
    );
  }

  /** Replaces the days of these cadres in these weeks. */
  async replace(
    manager: EntityManager,
    weeks: WeekSpan,
    cadreCodes: readonly string[],
    days: ByCadreWeek<readonly VisitDay[]>,
  ): Promise<void> {
    await manager.query(`DELETE FROM visit_day WHERE week = ANY ($1) AND cadre_code = ANY ($2)`, [
      weeks.names,
      cadreCodes,
    ]);
    const rows = [...days].flatMap(([week, cadreCode, ofWeek]) =>
      ofWeek.map((day) => visitDayRow(cadreCode, week, day)),
    );
    await manager.query(`INSERT INTO visit_day SELECT * FROM jsonb_populate_recordset(NULL::visit_day, $1)`, [
      JSON.stringify(rows),
    ]);
  }
}
