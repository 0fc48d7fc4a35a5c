import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** A number that somebody punches with and nobody held at that clock then: for the clerk who maps it. */
export interface UnmatchedNumber {
  readonly number: string;
  readonly clockId: number;
  readonly clockName: string;
  /** Where the clock stood at the last of these punches. */
  readonly villageCode: string | null;
  /** Own times of the first and the last of these punches, believable ones only; `null`: there is none. */
  readonly first: string | null;
  readonly last: string | null;
  readonly punches: number;
  /** How many of them have a time that cannot simply be believed. */
  readonly suspect: number;
  /** Who holds the number at that clock at other times. */
  readonly heldAtOtherTimes: string[];
}

export interface UnmatchedFilter {
  readonly clockId?: number;
  /** First and last date, the clock's own. */
  readonly from?: string;
  readonly until?: string;
  readonly page: number;
  readonly pageSize: number;
}

/** Punches of nobody, one line a number and clock, most punches first. */
@Injectable()
export class UnmatchedNumbersService {
  constructor(private readonly dataSource: DataSource) {}

  async list(filter: UnmatchedFilter): Promise<{ items: UnmatchedNumber[]; total: number }> {
    const unmatched = `
      SELECT number, clock_id, count(*)::integer AS punches,
             count(*) FILTER (WHERE suspicions <> '{}')::integer AS suspect,
             min(local_time) FILTER (WHERE suspicions = '{}') AS first,
             max(local_time) FILTER (WHERE suspicions = '{}') AS last
      FROM punch_with_holder
      WHERE cadre_code IS NULL
        AND ($1::integer IS NULL OR clock_id = $1)
        AND ($2::date IS NULL OR local_time >= $2::date)
        AND ($3::date IS NULL OR local_time < $3::date + 1)
      GROUP BY number, clock_id`;
    const values = [filter.clockId ?? null, filter.from ?? null, filter.until ?? null];
    const [{ total }]: [{ total: number }] = await this.dataSource.query(
      `SELECT count(*)::integer AS total FROM (${unmatched}) AS unmatched`,
      values,
    );
    const items: UnmatchedNumber[] = await this.dataSource.query(
      `SELECT unmatched.number, unmatched.clock_id AS "clockId", clock.name AS "clockName",
              placement.village_code AS "villageCode",
              to_char(first, 'YYYY-MM-DD"T"HH24:MI:SS') AS first, to_char(last, 'YYYY-MM-DD"T"HH24:MI:SS') AS last,
              punches, suspect, ARRAY(
                SELECT DISTINCT enrolment.cadre_code FROM enrolment
                WHERE enrolment.number = unmatched.number
                  AND (enrolment.clock_id IS NULL OR enrolment.clock_id = unmatched.clock_id)
                ORDER BY 1) AS "heldAtOtherTimes"
       FROM (${unmatched}) AS unmatched
       JOIN clock ON clock.id = unmatched.clock_id
       LEFT JOIN LATERAL (
         SELECT village_code FROM clock_placement
         WHERE clock_placement.clock_id = clock.id AND (last IS NULL OR placed_from <= last::date)
         ORDER BY placed_from DESC LIMIT 1) AS placement ON true
       ORDER BY punches DESC, unmatched.number, unmatched.clock_id
       LIMIT $4 OFFSET $5`,
      [...values, filter.pageSize, (filter.page - 1) * filter.pageSize],
    );
    return { items, total };
  }
}
