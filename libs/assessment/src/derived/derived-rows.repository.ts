import { CONFIG, type Config, TimeSource } from '@cunqin/platform';
import { Inject, Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import type { EntityManager } from 'typeorm';
import type { DerivedRow, DerivedTable } from './derived-rows.js';

/** A cadre whose rows of a week are looked at. */
export interface DerivedCadre {
  readonly code: string;
  readonly townshipCode: string;
  /** Facts changed, or an item came due, since the week was judged: its rows are not up to date, and need not be. */
  readonly waiting: boolean;
}

/** Reads the derived tables as they are. */
@Injectable()
export class DerivedRowsRepository {
  constructor(
    private readonly time: TimeSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Every week of which there is a row, and every one from when the first cadre was managed until today, in order. */
  async weeks(manager: EntityManager): Promise<string[]> {
    const rows: { week: string }[] = await manager.query(
      `SELECT week FROM visit_day UNION SELECT week FROM week_assessment
       UNION SELECT to_char(day, 'IYYY-"W"IW')
             FROM generate_series((SELECT date_trunc('week', min(managed_from)) FROM cadre), $1::date, '1 week') AS day
       ORDER BY week`,
      [this.time.localNow(this.config.timeZone).toPlainDate().toString()],
    );
    return rows.map(({ week }) => week);
  }

  /**
   * Everybody managed in a week or with a row in it, in order of township and code.
   *
   * @param monday `null` for a text that names no week
   */
  async cadresOf(manager: EntityManager, week: string, monday: string | null): Promise<DerivedCadre[]> {
    return manager.query(
      `SELECT code, township_code AS "townshipCode",
              EXISTS (SELECT FROM dirty_week WHERE dirty_week.week = $1 AND dirty_week.cadre_code = code)
                OR EXISTS (SELECT FROM week_assessment AS due
                           WHERE due.week = $1 AND due.cadre_code = code AND due.open_until <= $3) AS waiting
       FROM cadre
       WHERE (managed_from <= $2::date + 6 AND (managed_until IS NULL OR managed_until >= $2::date))
         OR code IN (SELECT cadre_code FROM visit_day WHERE week = $1
                     UNION ALL SELECT cadre_code FROM week_assessment WHERE week = $1)
       ORDER BY township_code, code`,
      [week, monday, this.time.now().toString()],
    );
  }

  /** Rows of these cadres in a week. */
  async rowsOf(
    manager: EntityManager,
    table: DerivedTable,
    week: string,
    cadreCodes: readonly string[],
  ): Promise<DerivedRow[]> {
    const rows: { row: DerivedRow }[] = await manager.query(
      `SELECT to_jsonb(${table}) AS row FROM ${table} WHERE week = $1 AND cadre_code = ANY ($2)`,
      [week, cadreCodes],
    );
    return rows.map(({ row }) => {
      const { open_until: openUntil } = row;
      if (typeof openUntil !== 'string') return row;
      return { ...row, open_until: Temporal.Instant.from(openUntil).toString() };
    });
  }
}
