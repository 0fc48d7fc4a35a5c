import { Injectable } from '@nestjs/common';
import type { Temporal } from 'temporal-polyfill';
import { DataSource } from 'typeorm';

/** One attempt to set a clock. */
export interface TimeSetting {
  readonly readId: string;
  readonly clockId: number;
  readonly triedAt: Temporal.Instant;
  readonly offsetSeconds: number | null;
  /** The clock's own time as it said it at the read. */
  readonly before: string;
  /** What it was set to. */
  readonly after: string;
  /** `null`: the clock took it. */
  readonly errorCode: string | null;
}

/** Every time this server touched a clock's time. */
@Injectable()
export class ClockTimesRepository {
  constructor(private readonly dataSource: DataSource) {}

  async insert(setting: TimeSetting): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO clock_time_set (read_id, clock_id, tried_at, offset_seconds, before, after, error_code)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [
        setting.readId,
        setting.clockId,
        setting.triedAt.toString(),
        setting.offsetSeconds,
        setting.before,
        setting.after,
        setting.errorCode,
      ],
    );
  }

  /** Whether the clock would not be set at or after `since`. */
  async failedSince(clockId: number, since: Temporal.Instant): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query(
      `SELECT FROM clock_time_set
       WHERE clock_id = $1 AND tried_at >= $2 AND error_code IS NOT NULL LIMIT 1`,
      [clockId, since.toString()],
    );
    return rows.length > 0;
  }
}
