import type { IsoWeek } from '@cunqin/work-calendar';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** A read of a clock, by which its punches are proven complete up to a moment. */
export interface ProvingRead {
  readonly id: string;
  readonly clockId: number;
  readonly source: string;
  readonly finishedAt: string;
  /** In the clock's own time. */
  readonly coveredUntil: string;
  /** The end of the clock's chain right after the read, `null` for reads of an older version. */
  readonly headSequence: number | null;
  readonly headHash: string | null;
}

/** How far a clock is proven complete. */
export interface EvidenceCoverage {
  readonly clockId: number;
  readonly villageName: string;
  /** In the clock's own time; `null`: never read. */
  readonly coveredUntil: string | null;
  /** The first read that proves it to the end of the week, else the one that proves most. */
  readonly readId: string | null;
}

/** The read that proves a clock complete to the end of a date. */
export interface DateProof {
  readonly date: string;
  readonly clockId: number;
  /** `null`: nothing proves it yet, and the date can be charged to nobody. */
  readonly readId: string | null;
}

/** Finds the reads that prove a week: that nothing was punched beside what is in the ledger. */
@Injectable()
export class ReadsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The clocks of a township in a week. */
  async coverage(week: IsoWeek, townshipCode: string): Promise<EvidenceCoverage[]> {
    return this.dataSource.query(
      `SELECT DISTINCT ON (clock_placement.clock_id) clock_placement.clock_id AS "clockId", village.name AS "villageName",
              to_char(proof.covered_until, 'YYYY-MM-DD"T"HH24:MI:SS') AS "coveredUntil", proof.read_id AS "readId"
       FROM clock_placement JOIN village ON village.code = clock_placement.village_code
       LEFT JOIN LATERAL (SELECT covered_until, read_id FROM coverage
                          WHERE coverage.clock_id = clock_placement.clock_id
                          ORDER BY (covered_until >= $2::timestamp) DESC,
                                   CASE WHEN covered_until >= $2::timestamp THEN covered_until END ASC,
                                   covered_until DESC
                          LIMIT 1) AS proof ON true
       WHERE village.township_code = $3
         AND placed_from < $2::timestamp AND (placed_until IS NULL OR placed_until > $1::date)
       ORDER BY clock_placement.clock_id, placed_from DESC`,
      [week.monday.toString(), week.end.toString(), townshipCode],
    );
  }

  /** For every date of the week, each clock that stood in the township on it, with the first read that proves it. */
  async proofs(week: IsoWeek, townshipCode: string): Promise<DateProof[]> {
    return this.dataSource.query(
      `SELECT day.date::date::text AS date, clock_placement.clock_id AS "clockId",
              (SELECT read_id FROM coverage
               WHERE coverage.clock_id = clock_placement.clock_id
                 AND covered_until >= least(day.date + interval '1 day', max(placed_until))
               ORDER BY covered_until LIMIT 1) AS "readId"
       FROM generate_series($1::timestamp, $1::timestamp + interval '6 days', interval '1 day') AS day (date)
       JOIN clock_placement ON placed_from < day.date + interval '1 day'
                           AND (placed_until IS NULL OR placed_until > day.date)
       JOIN village ON village.code = clock_placement.village_code AND village.township_code = $2
       GROUP BY day.date, clock_placement.clock_id
       ORDER BY day.date, clock_placement.clock_id`,
      [week.monday.toString(), townshipCode],
    );
  }

  async reads(ids: readonly string[]): Promise<ProvingRead[]> {
    return this.dataSource.query(
      `SELECT clock_read.id, clock_read.clock_id AS "clockId", source,
              to_char(finished_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "finishedAt",
              to_char(covered_until, 'YYYY-MM-DD"T"HH24:MI:SS') AS "coveredUntil",
              head_sequence::integer AS "headSequence", encode(head_hash, 'hex') AS "headHash"
       FROM clock_read JOIN coverage ON coverage.read_id = clock_read.id
       WHERE clock_read.id = ANY ($1)
       ORDER BY clock_read.clock_id, finished_at`,
      [ids],
    );
  }
}
