import { Injectable } from '@nestjs/common';
import type { IsoWeek } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import type { EntityManager } from 'typeorm';
import type { VisitDay, VisitPunch } from './domain/visit-day.js';

/** A cadre's punch with its standing. */
export interface HeldPunch {
  readonly cadreCode: string;
  readonly punch: VisitPunch;
}

/** Reads punches with their holders, keeps the derived days. */
@Injectable()
export class VisitDaysRepository {
  /** Every punch of those among these cadres who are managed in the week, by the clocks' own time. */
  async punchesOf(
    manager: EntityManager,
    week: IsoWeek,
    cadreCodes: readonly string[],
  ): Promise<HeldPunch[]> {
    const rows: {
      id: string;
      cadre_code: string;
      local_time: string;
      village_code: string | null;
      standing: VisitPunch['standing'];
    }[] = await manager.query(
      `SELECT clock_id || '-' || sequence AS id, cadre_code, local_time, village_code, standing
       FROM punch_with_holder JOIN cadre ON cadre.code = cadre_code
       WHERE local_time >= $1::timestamp AND local_time < $2::timestamp AND cadre_code = ANY ($3)
         AND managed_from < $2::timestamp AND (managed_until IS NULL OR managed_until >= $1::timestamp)`,
      [week.monday.toString(), week.end.toString(), cadreCodes],
    );
    return rows.map((row) => ({
      cadreCode: row.cadre_code,
      punch: {
        id: row.id,
        at: Temporal.PlainDateTime.from(row.local_time),
        villageCode: row.village_code,
        standing: row.standing,
      },
    }));
  }

  /** Replaces the days of these cadres in a week. */
  async replace(
    manager: EntityManager,
    week: IsoWeek,
    days: ReadonlyMap<string, readonly VisitDay[]>,
  ): Promise<void> {
    const cadreCodes = [...days.keys()];
    await manager.query(`DELETE FROM visit_day WHERE week = $1 AND cadre_code = ANY ($2)`, [
      week.toString(),
      cadreCodes,
    ]);
    const rows = cadreCodes.flatMap((cadreCode) =>
      (days.get(cadreCode) ?? []).map((day) => ({
        cadre_code: cadreCode,
        date: day.date.toString(),
        week: week.toString(),
        kind: day.kind,
        credited: day.credited,
        morning: day.morning,
        afternoon: day.afternoon,
        suspect: day.suspect,
        village_codes: day.villageCodes,
      })),
    );
    await manager.query(`INSERT INTO visit_day SELECT * FROM jsonb_populate_recordset(NULL::visit_day, $1)`, [
      JSON.stringify(rows),
    ]);
  }
}
