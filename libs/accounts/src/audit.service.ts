import { TimeSource } from '@cunqin/platform';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { Temporal } from 'temporal-polyfill';
import { DataSource, type EntityManager } from 'typeorm';

/** Something that somebody did. */
export interface AuditRecord {
  /** A username, or `system`. */
  readonly actor: string;
  /** What was done: `user.created`, `absence.approved`. */
  readonly action: string;
  /** What it was done to: a username, `absence/17`, `2026-10`. */
  readonly subject: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

export interface AuditEntry extends Required<AuditRecord> {
  readonly id: number;
  readonly at: Temporal.Instant;
}

export interface AuditFilter {
  /** First instant that counts. */
  readonly from?: Temporal.Instant;
  /** First instant that counts no more. */
  readonly until?: Temporal.Instant;
  readonly actor?: string;
  /** From 1. */
  readonly page: number;
  readonly pageSize: number;
}

interface AuditRow {
  readonly id: string;
  readonly at: Date;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: Record<string, unknown>;
}

const SECRET_NAME = /password|secret|commkey|authorization|^token$|accesstoken/i;

/** The trail of who did what and when. The database refuses to change or delete a line of it. */
@Injectable()
export class AuditService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly time: TimeSource,
  ) {}

  /**
   * Appends a line, in the caller's transaction when `manager` is given: what is rolled back was not
   * done. Values whose name sounds like a secret are left out of `detail`.
   */
  async record(
    manager: EntityManager | null,
    { actor, action, subject, detail }: AuditRecord,
  ): Promise<void> {
    await (manager ?? this.dataSource.manager).query(
      'INSERT INTO audit_entry (at, actor, action, subject, detail) VALUES ($1, $2, $3, $4, $5)',
      [this.time.now().toString(), actor, action, subject, withoutSecrets(detail ?? {})],
    );
  }

  /** The newest lines first. */
  async list(filter: AuditFilter): Promise<{ items: AuditEntry[]; total: number }> {
    const bounds = [filter.from?.toString() ?? null, filter.until?.toString() ?? null, filter.actor ?? null];
    const matching = `FROM audit_entry
      WHERE ($1::timestamptz IS NULL OR at >= $1)
        AND ($2::timestamptz IS NULL OR at < $2)
        AND ($3::text IS NULL OR actor = $3)`;
    const rows = await this.dataSource.query<AuditRow[]>(
      `SELECT id, at, actor, action, subject, detail ${matching} ORDER BY at DESC, id DESC LIMIT $4 OFFSET $5`,
      [...bounds, filter.pageSize, (filter.page - 1) * filter.pageSize],
    );
    const [count] = await this.dataSource.query<[{ total: string }]>(
      `SELECT count(*) AS total ${matching}`,
      bounds,
    );
    return {
      items: rows.map((row) => ({
        ...row,
        id: Number(row.id),
        at: Temporal.Instant.fromEpochMilliseconds(row.at.getTime()),
      })),
      total: Number(count.total),
    };
  }
}

/** JSON of `detail` in which what sounds like a secret says `***`. */
export function withoutSecrets(detail: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(detail, (name, value: unknown) => (SECRET_NAME.test(name) ? '***' : value));
}
