import type { IsoWeek } from '@cunqin/work-calendar';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** A punch of a date, and what became of it. */
export interface EvidencePunch {
  /** Clock and place in its chain: `3-1207`. */
  readonly id: string;
  /** As the clock said it. */
  readonly clockTime: string;
  readonly villageName: string | null;
  /** `outside`: of the policy's fixed windows; `suspect`: until a reviewer accepts it; `refused`: by a reviewer. */
  readonly half: 'morning' | 'afternoon' | 'suspect' | 'outside' | 'refused';
  readonly suspicions: readonly string[];
  /** The last decision of a reviewer, if there was one. */
  readonly review: {
    readonly accepted: boolean;
    readonly reason: string;
    readonly by: string;
    readonly at: string;
  } | null;
  /** SHA-256 of its place in the chain, hexadecimal. */
  readonly hash: string;
}

/** What was seen on a date. */
export interface SeenDate {
  readonly date: string;
  readonly credited: boolean;
  readonly villageNames: readonly string[];
  readonly villageCodes: readonly string[];
  readonly punches: readonly EvidencePunch[];
}

/** Reads what lies behind the dates of a cadre's week. */
@Injectable()
export class DatesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** Dates with a punch or a correction, refused punches included, in order. */
  async seen(week: IsoWeek, cadreCode: string): Promise<SeenDate[]> {
    const days: Omit<SeenDate, 'punches'>[] = await this.dataSource.query(
      `SELECT date::text AS date, credited, village_codes AS "villageCodes",
              ARRAY(SELECT village.name FROM unnest(village_codes) WITH ORDINALITY AS proved (code, n)
                    JOIN village USING (code) ORDER BY proved.n) AS "villageNames"
       FROM visit_day WHERE week = $1 AND cadre_code = $2`,
      [week.toString(), cadreCode],
    );
    const held = await this.punches(week, cadreCode);
    const dates = [...new Set([...days, ...held].map(({ date }) => date))].sort();
    return dates.map((date) => ({
      ...(days.find((day) => day.date === date) ?? {
        date,
        credited: false,
        villageNames: [],
        villageCodes: [],
      }),
      punches: held.filter((punch) => punch.date === date).map(({ punch }) => punch),
    }));
  }

  /** Every punch that was weighed when the week was last judged: one that came in since has no place yet. */
  private async punches(week: IsoWeek, cadreCode: string): Promise<{ date: string; punch: EvidencePunch }[]> {
    const rows: (EvidencePunch & { readonly date: string })[] = await this.dataSource.query(
      `SELECT * FROM (
         SELECT punch.local_time::date::text AS date, punch.clock_id || '-' || punch.sequence AS id,
                punch.clock_time AS "clockTime", village.name AS "villageName",
                CASE WHEN known.id = ANY (day.morning) THEN 'morning' WHEN known.id = ANY (day.afternoon) THEN 'afternoon'
                     WHEN known.id = ANY (day.suspect) THEN 'suspect' WHEN known.id = ANY (day.outside) THEN 'outside'
                     WHEN punch.standing = 'refused' THEN 'refused' END AS half,
                punch.suspicions || punch.doubts AS suspicions,
                (SELECT jsonb_build_object('accepted', accept, 'reason', reason, 'by', decided_by,
                                           'at', to_char(decided_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'))
                 FROM punch_review
                 WHERE punch_review.clock_id = punch.clock_id AND punch_review.sequence = punch.sequence
                 ORDER BY punch_review.id DESC LIMIT 1) AS review,
                encode(punch.hash, 'hex') AS hash
         FROM (SELECT DISTINCT held.clock_id, held.sequence, held.clock_id || '-' || held.sequence AS id
               FROM enrolment JOIN punch AS held ON held.number = enrolment.number
               WHERE enrolment.cadre_code = $3
                 AND held.local_time >= $1::timestamp AND held.local_time < $2::timestamp) AS known
         JOIN punch_with_holder AS punch
           ON punch.clock_id = known.clock_id AND punch.sequence = known.sequence AND punch.cadre_code = $3
         LEFT JOIN visit_day AS day ON day.cadre_code = $3 AND day.date = punch.local_time::date
         LEFT JOIN village ON village.code = punch.village_code
       ) AS weighed
       WHERE half IS NOT NULL
       ORDER BY "clockTime", id`,
      [week.monday.toString(), week.end.toString(), cadreCode],
    );
    return rows.map(({ date, ...punch }) => ({ date, punch }));
  }
}
