import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ClockIncidentsRepository } from './clock-incidents.repository.js';

/** A read that proves a clock complete up to a moment, and the counts it rests on. */
export interface CoverageProof {
  readonly readId: string;
  readonly source: string;
  readonly finishedAt: string;
  /** In the clock's own time: every punch up to here is in the ledger. */
  readonly coveredUntil: string;
  /** Punches the clock stated; `null`: it does not state them. */
  readonly stated: number | null;
  /** Records its log held, or the counted period. */
  readonly records: number;
  readonly appended: number;
}

/** What is proven complete of a clock. Nothing else makes a week final: neither an answer nor the time. */
export interface ClockCoverageView {
  readonly clockId: number;
  /** `null`: nothing is proven. */
  readonly coveredUntil: string | null;
  /** An open incident: reads prove nothing until somebody has acknowledged it. */
  readonly heldBack: boolean;
  /** Newest first. */
  readonly items: CoverageProof[];
  readonly total: number;
}

/** Shows how far each clock is proven complete, and by which read. */
@Injectable()
export class ClockCoverageService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly incidents: ClockIncidentsRepository,
  ) {}

  async of(
    clockId: number,
    { page, pageSize }: { page: number; pageSize: number },
  ): Promise<ClockCoverageView> {
    const [summary]: [{ total: number; coveredUntil: string | null }] = await this.dataSource.query(
      `SELECT count(*)::integer AS total,
              to_char(max(covered_until), 'YYYY-MM-DD"T"HH24:MI:SS') AS "coveredUntil"
       FROM coverage WHERE clock_id = $1`,
      [clockId],
    );
    const items: CoverageProof[] = await this.dataSource.query(
      `SELECT coverage.read_id AS "readId", clock_read.source,
              to_char(clock_read.finished_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS "finishedAt",
              to_char(coverage.covered_until, 'YYYY-MM-DD"T"HH24:MI:SS') AS "coveredUntil",
              clock_read.stated_before AS stated,
              coalesce(clock_read.log_records, clock_read.decoded) AS records, clock_read.appended
       FROM coverage JOIN clock_read ON clock_read.id = coverage.read_id
       WHERE coverage.clock_id = $1
       ORDER BY coverage.covered_until DESC, clock_read.finished_at DESC, coverage.read_id
       LIMIT $2 OFFSET $3`,
      [clockId, pageSize, (page - 1) * pageSize],
    );
    const heldBack = await this.incidents.waits(this.dataSource.manager, clockId);
    return { clockId, heldBack, items, ...summary };
  }
}
