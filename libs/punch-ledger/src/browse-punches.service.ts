import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

export interface PunchFilter {
  readonly cadreCode?: string;
  readonly clockId?: number;
  /** First and last date, the clock's own. */
  readonly from?: string;
  readonly until?: string;
  readonly suspect?: boolean;
  /** Only punches of numbers that nobody held at that clock at that time. */
  readonly unmatched?: boolean;
  readonly page: number;
  readonly pageSize: number;
}

/** A punch as the clock said it, with its place in the chain and whom it belongs to now. */
export interface PunchView {
  readonly id: string;
  readonly clockId: number;
  readonly sequence: number;
  readonly number: string;
  readonly cadreCode: string | null;
  readonly villageCode: string | null;
  readonly clockTime: string;
  readonly verifyMode: number;
  readonly punchState: number;
  readonly workCode: number;
  /** The record's bytes as the clock sent them, in hex: with them anybody can recompute the hash. */
  readonly raw: string;
  readonly source: string;
  readonly readId: string;
  readonly receivedAt: string;
  readonly suspicions: string[];
  /** What other punches say against it: `FAR_VILLAGES`. As of when its week was last judged. */
  readonly doubts: string[];
  /** Ids of those punches. */
  readonly doubtedBecause: string[];
  /** When it must have been made, when its own time does not say; `null` otherwise. */
  readonly madeBetween: { readonly from: string; readonly until: string } | null;
  /** The latest review, or `null`. */
  readonly accepted: boolean | null;
  readonly hash: string;
}

/** Shows punches; changes nothing. */
@Injectable()
export class BrowsePunchesService {
  constructor(private readonly dataSource: DataSource) {}

  async browse(filter: PunchFilter): Promise<{ items: PunchView[]; total: number }> {
    const conditions = `
      FROM punch_with_holder AS punch
      LEFT JOIN lost_time USING (clock_id, sequence)
      WHERE ($1::text IS NULL OR cadre_code = $1)
        AND ($2::integer IS NULL OR clock_id = $2)
        AND ($3::date IS NULL OR local_time >= $3::date)
        AND ($4::date IS NULL OR local_time < $4::date + 1)
        AND ($5::boolean IS NULL OR (suspicions <> '{}' OR doubts <> '{}') = $5)
        AND (NOT $6::boolean OR cadre_code IS NULL)`;
    const values = [
      filter.cadreCode ?? null,
      filter.clockId ?? null,
      filter.from ?? null,
      filter.until ?? null,
      filter.suspect ?? null,
      filter.unmatched ?? false,
    ];
    const [{ total }]: [{ total: number }] = await this.dataSource.query(
      `SELECT count(*)::integer AS total ${conditions}`,
      values,
    );
    const items: PunchView[] = await this.dataSource.query(
      `SELECT clock_id || '-' || sequence AS id, clock_id AS "clockId", sequence::integer AS sequence, number,
              cadre_code AS "cadreCode", village_code AS "villageCode", clock_time AS "clockTime",
              verify_mode AS "verifyMode", punch_state AS "punchState", work_code::integer AS "workCode",
              encode(raw, 'hex') AS raw, source, read_id AS "readId",
              to_char(received_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "receivedAt",
              suspicions, doubts, coalesce(doubted_because, '{}') AS "doubtedBecause",
              CASE WHEN lies_from IS NOT NULL THEN jsonb_build_object(
                'from', to_char(lies_from, 'YYYY-MM-DD"T"HH24:MI:SS'),
                'until', to_char(lies_until, 'YYYY-MM-DD"T"HH24:MI:SS')) END AS "madeBetween",
              accepted, encode(hash, 'hex') AS hash
       ${conditions}
       ORDER BY local_time, clock_id, sequence
       LIMIT $7 OFFSET $8`,
      [...values, filter.pageSize, (filter.page - 1) * filter.pageSize],
    );
    return { items, total };
  }
}
