import { Injectable } from '@nestjs/common';
import { dutyKinds } from '@cunqin/absences';
import { ByCadreWeek } from '@cunqin/roster';
import type { WeekSpan } from '@cunqin/work-calendar';
import type { Temporal } from 'temporal-polyfill';
import type { EntityManager } from 'typeorm';
import type { EnterpriseVisit } from './domain/week-facts.js';

/** An approved overlay of one date, or of one date of several. */
interface DatedRow {
  readonly cadre_code: string;
  readonly date: string;
}

/** Approved full-day absences of a cadre in a week; a date may be in both. */
export interface ExcusedDates {
  /** Leave of whatever kind (D8). */
  readonly leave: Temporal.PlainDate[];
  /** Errand, training or meeting (D9). */
  readonly errands: Temporal.PlainDate[];
}

/** Loads what people added to some weeks and others approved, one statement a register. */
@Injectable()
export class WeekOverlaysRepository {
  async excused(
    manager: EntityManager,
    weeks: WeekSpan,
    cadreCodes: readonly string[],
  ): Promise<ByCadreWeek<ExcusedDates>> {
    const rows: (DatedRow & { errand: boolean })[] = await manager.query(
      // Half a day takes nothing off the week. A date of two slips is one date.
      `SELECT DISTINCT absence.cadre_code, kind = ANY ($4) AS errand, day::date::text AS date
       FROM absence, generate_series(greatest(from_date, $1::date), least(until_date, $2::date),
                                     interval '1 day') AS day
       WHERE absence.state = 'approved' AND half IS NULL AND absence.cadre_code = ANY ($3)
         AND from_date <= $2::date AND until_date >= $1::date
       ORDER BY cadre_code, date`,
      [...ends(weeks), cadreCodes, dutyKinds],
    );
    const found = new ByCadreWeek<ExcusedDates>();
    for (const { cadre_code: cadreCode, errand, date: text } of rows) {
      const { week, date } = weeks.day(text);
      const dates = found.get(week, cadreCode) ?? { leave: [], errands: [] };
      found.set(week, cadreCode, dates);
      (errand ? dates.errands : dates.leave).push(date);
    }
    return found;
  }

  async enterpriseVisits(
    manager: EntityManager,
    weeks: WeekSpan,
    cadreCodes: readonly string[],
  ): Promise<ByCadreWeek<EnterpriseVisit[]>> {
    const rows: (DatedRow & { village_code: string | null })[] = await manager.query(
      `SELECT DISTINCT cadre_code, visited_on::text AS date, village_code
       FROM enterprise_visit
       WHERE state = 'approved' AND visited_on BETWEEN $1::date AND $2::date
         AND cadre_code = ANY ($3)
       ORDER BY cadre_code, date, village_code`,
      [...ends(weeks), cadreCodes],
    );
    return ByCadreWeek.grouped(
      rows,
      ({ date }) => weeks.day(date).week,
      ({ date, village_code: villageCode }) => ({ date: weeks.day(date).date, villageCode }),
    );
  }

  /** Dates on which a cadre was on the roster of a command. */
  async emergencyDuty(
    manager: EntityManager,
    weeks: WeekSpan,
    cadreCodes: readonly string[],
  ): Promise<ByCadreWeek<Temporal.PlainDate[]>> {
    const rows: DatedRow[] = await manager.query(
      `SELECT DISTINCT emergency_duty_cadre.cadre_code, day::date::text AS date
       FROM emergency_duty
       JOIN emergency_duty_cadre ON emergency_duty_cadre.duty_id = emergency_duty.id,
            generate_series(greatest(from_date, $1::date), least(until_date, $2::date),
                            interval '1 day') AS day
       WHERE state = 'approved' AND from_date <= $2::date AND until_date >= $1::date
         AND emergency_duty_cadre.cadre_code = ANY ($3)
       ORDER BY cadre_code, date`,
      [...ends(weeks), cadreCodes],
    );
    return ByCadreWeek.grouped(
      rows,
      ({ date }) => weeks.day(date).week,
      ({ date }) => weeks.day(date).date,
    );
  }
}

/** The first and the last date, both included. */
function ends({ first, last }: WeekSpan): [string, string] {
  return [first.monday.toString(), last.sunday.toString()];
}
