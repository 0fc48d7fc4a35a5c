import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import { DataSource } from 'typeorm';

/** What is counted for whoever watches the installation. */
export interface TownFigures {
  readonly punches: number;
  readonly undecidedSuspects: number;
  readonly dirtyWeeks: number;
  /** Since the last daily seal; `null` when there is none. */
  readonly sealAgeSeconds: number | null;
  readonly openIncidents: readonly { readonly code: string; readonly count: number }[];
}

/** Counts by index: none of it takes longer when the ledger has grown old. */
@Injectable()
export class TownFiguresRepository {
  constructor(private readonly dataSource: DataSource) {}

  async figures(now: Temporal.Instant): Promise<TownFigures> {
    const [counted] = await this.dataSource.query<[Omit<TownFigures, 'openIncidents'>]>(
      `SELECT (SELECT coalesce(sum(head.sequence), 0)::float8 FROM clock, LATERAL (
                 SELECT sequence FROM punch WHERE punch.clock_id = clock.id
                 ORDER BY sequence DESC LIMIT 1) AS head) AS punches,
              (SELECT count(*)::integer FROM punch
               WHERE suspicions <> '{}' AND NOT EXISTS (
                 SELECT FROM punch_review
                 WHERE punch_review.clock_id = punch.clock_id
                   AND punch_review.sequence = punch.sequence)) AS "undecidedSuspects",
              (SELECT count(*)::integer FROM (SELECT DISTINCT cadre_code, week FROM dirty_week)) AS "dirtyWeeks",
              (SELECT extract(epoch FROM $1::timestamptz - max(sealed_at))::float8
               FROM ledger_seal) AS "sealAgeSeconds"`,
      [now.toString()],
    );
    const openIncidents = await this.dataSource.query<{ code: string; count: number }[]>(
      'SELECT code, count(*)::integer AS count FROM clock_incident_state WHERE open GROUP BY code ORDER BY code',
    );
    return { ...counted, openIncidents };
  }

  /** Of every clock in use: seconds since the moment up to which it is proven complete, by its own time. */
  async coverageAges(
    now: Temporal.Instant,
  ): Promise<{ readonly clockId: number; readonly seconds: number | null }[]> {
    return this.dataSource.query(
      `SELECT clock.id AS "clockId",
              extract(epoch FROM ($1::timestamptz AT TIME ZONE clock.timezone) - (
                SELECT max(covered_until) FROM coverage WHERE coverage.clock_id = clock.id))::float8 AS seconds
       FROM clock
       WHERE clock.retired_on IS NULL OR clock.retired_on > ($1::timestamptz AT TIME ZONE clock.timezone)::date
       ORDER BY clock.id`,
      [now.toString()],
    );
  }
}
