import { Injectable } from '@nestjs/common';
import type { CodedReason } from '@cunqin/platform/errors';
import type { EntityManager } from 'typeorm';

/** A step that a month should have taken by itself, and what stood against it. */
export interface Reminder {
  readonly to: 'checking' | 'notice';
  readonly reasons: readonly CodedReason[];
  /** When it was seen first. */
  readonly at: Date;
}

/** What keeps months from going on. Rows are only ever added. */
@Injectable()
export class MonthRemindersRepository {
  async latest(manager: EntityManager, townshipCode: string, month: string): Promise<Reminder | null> {
    const [row]: Reminder[] = await manager.query(
      `SELECT to_state AS "to", reasons, at FROM month_reminder
       WHERE township_code = $1 AND month = $2 ORDER BY id DESC LIMIT 1`,
      [townshipCode, month],
    );
    return row ?? null;
  }

  /** Adds what is not the latest already: an hour that finds what the hour before found adds nothing. */
  async addNews(
    manager: EntityManager,
    townshipCode: string,
    month: string,
    { to, reasons, at }: Reminder,
  ): Promise<void> {
    await manager.query(
      `INSERT INTO month_reminder (township_code, month, to_state, reasons, at)
       SELECT $1, $2, $3, $4, $5
       WHERE NOT EXISTS (
         SELECT FROM (SELECT to_state, reasons FROM month_reminder
                      WHERE township_code = $1 AND month = $2 ORDER BY id DESC LIMIT 1) AS latest
         WHERE to_state = $3 AND latest.reasons = $4::jsonb)`,
      [townshipCode, month, to, JSON.stringify(reasons), at],
    );
  }
}
