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

/** How a call ended: its HTTP status, and the code of what was refused or went wrong. */
export interface AuditOutcome {
  readonly status: number;
  readonly code?: string;
}

export interface AuditEntry extends Required<AuditRecord> {
  readonly id: number;
  readonly at: Temporal.Instant;
  /**
   * Of a call that was written down before it was carried out; `null` when the program ended before it could
   * say: then what it did may be done or not. Also `null` for lines written together with the deed itself.
   */
  readonly outcome: AuditOutcome | null;
}

export interface AuditFilter {
  /** First instant that counts. */
  readonly from?: Temporal.Instant;
  /** First instant that counts no more. */
  readonly until?: Temporal.Instant;
  readonly actor?: string;
  readonly action?: string;
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
  readonly outcome: AuditOutcome | null;
}

/** Action of the lines that say how a call ended; their subject is the number of the line that announced it. */
const OUTCOME = 'outcome';

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
   *
   * @returns the number of the line
   */
  async record(
    manager: EntityManager | null,
    { actor, action, subject, detail }: AuditRecord,
  ): Promise<number> {
    const [line]: { id: string }[] = await (manager ?? this.dataSource.manager).query(
      'INSERT INTO audit_entry (at, actor, action, subject, detail) VALUES ($1, $2, $3, $4, $5) RETURNING id',
      [this.time.now().toString(), actor, action, subject, withoutSecrets(detail ?? {})],
    );
    return Number(line?.id);
  }

  /** Says how the call ended that line `id` announced: in a line of its own, for none is ever changed. */
  async conclude(id: number, actor: string, outcome: AuditOutcome): Promise<void> {
    await this.record(null, { actor, action: OUTCOME, subject: String(id), detail: { ...outcome } });
  }

  /** The newest lines first, each with how it ended. */
  async list(filter: AuditFilter): Promise<{ items: AuditEntry[]; total: number }> {
    const bounds = [
      filter.from?.toString() ?? null,
      filter.until?.toString() ?? null,
      filter.actor ?? null,
      filter.action ?? null,
    ];
    const matching = `FROM audit_entry
      WHERE action <> '${OUTCOME}'
        AND ($1::timestamptz IS NULL OR at >= $1)
        AND ($2::timestamptz IS NULL OR at < $2)
        AND ($3::text IS NULL OR actor = $3)
        AND ($4::text IS NULL OR action = $4)`;
    const rows = await this.dataSource.query<AuditRow[]>(
      `SELECT id, at, actor, action, subject, detail,
              (SELECT said.detail FROM audit_entry AS said
               WHERE said.action = '${OUTCOME}' AND said.subject = audit_entry.id::text) AS outcome
       ${matching} ORDER BY at DESC, id DESC LIMIT $5 OFFSET $6`,
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
