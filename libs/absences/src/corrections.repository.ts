import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { CorrectionTerms } from './domain/correction-terms.js';

/** What a cadre's corrections of a month come to. */
@Injectable()
export class CorrectionsRepository {
  /** One correction of a cadre at a time. @returns the cadre's name, or `null` when there is none */
  async lockCadre(manager: EntityManager, cadreCode: string): Promise<string | null> {
    const rows: { name: string }[] = await manager.query(
      `SELECT name FROM cadre WHERE code = $1 FOR NO KEY UPDATE`,
      [cadreCode],
    );
    return rows[0]?.name ?? null;
  }

  /** Corrections filed or approved for the month that no outage takes out of its limit. */
  async countOfMonth(
    manager: EntityManager,
    cadreCode: string,
    { from, until }: CorrectionTerms['month'],
  ): Promise<number> {
    const [{ counted }]: [{ counted: number }] = await manager.query(
      `SELECT count(*)::integer AS counted FROM correction_with_outage
       WHERE cadre_code = $1 AND corrected_on BETWEEN $2 AND $3
         AND state IN ('filed', 'approved') AND NOT during_outage`,
      [cadreCode, from.toString(), until.toString()],
    );
    return counted;
  }

  /** Whether an approved outage covers that time at a clock of the village. */
  async isOutage(
    manager: EntityManager,
    villageCode: string,
    date: string,
    { from, until }: CorrectionTerms['span'],
  ): Promise<boolean> {
    const rows: object[] = await manager.query(
      `SELECT FROM outage JOIN clock_placement USING (clock_id)
       WHERE outage.state = 'approved' AND clock_placement.village_code = $1
         AND placed_from <= $2::date AND (placed_until IS NULL OR placed_until > $2::date)
         AND from_time < $4::timestamp AND until_time > $3::timestamp
       LIMIT 1`,
      [villageCode, date, from.toString(), until.toString()],
    );
    return rows.length > 0;
  }
}
