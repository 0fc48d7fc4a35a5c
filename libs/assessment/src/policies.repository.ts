import { Injectable } from '@nestjs/common';
import { Temporal } from 'temporal-polyfill';
import type { EntityManager } from 'typeorm';
import type { PolicySettings } from './domain/policy-settings.js';
import { completePolicy, type Policy, type StoredSettings } from './domain/policy.js';

/** Who answers for a version of the rule. */
export interface PolicyApproval {
  /** A named leader, with the document if there is one: `张书记，官办发〔2026〕3号`. */
  readonly approver: string;
  readonly recordedBy: string;
  readonly at: string;
}

/** A version of a township's rule with where it comes from. */
export interface PolicyVersion extends Policy {
  readonly townshipCode: string;
  readonly author: string;
  readonly createdAt: string;
  /** `null`: nobody has approved it yet (未登记批准人). It judges all the same. */
  readonly approval: PolicyApproval | null;
}

/** Versions of the rule and their approvals. Rows are only ever added. */
@Injectable()
export class PoliciesRepository {
  /** One publication at a time, until the transaction ends. */
  async lock(manager: EntityManager): Promise<void> {
    await manager.query(`SELECT pg_advisory_xact_lock(hashtext('policy-version'))`);
  }

  /** Every version of every township in order of its number, which no two have in common. */
  async versions(manager: EntityManager): Promise<PolicyVersion[]> {
    const rows: {
      township_code: string;
      version: number;
      effective_from: string;
      clause: string;
      settings: StoredSettings;
      author: string;
      created_at: Date;
      approver: string | null;
      recorded_by: string;
      recorded_at: Date;
    }[] = await manager.query(
      `SELECT township_code, version, effective_from, clause, settings, author, created_at, approver,
              recorded_by, recorded_at
       FROM policy_version LEFT JOIN policy_approval USING (township_code, version)
       ORDER BY version, township_code`,
    );
    return rows.map((row) => ({
      ...completePolicy(row.settings, {
        version: row.version,
        effectiveFrom: row.effective_from,
        clause: row.clause,
      }),
      townshipCode: row.township_code,
      author: row.author,
      createdAt: instantText(row.created_at),
      approval:
        row.approver === null
          ? null
          : { approver: row.approver, recordedBy: row.recorded_by, at: instantText(row.recorded_at) },
    }));
  }

  async insert(
    manager: EntityManager,
    townshipCode: string,
    { version, effectiveFrom, clause, ...settings }: PolicySettings & { readonly version: number },
    made: { readonly by: string; readonly at: Temporal.Instant },
  ): Promise<void> {
    await manager.query(
      `INSERT INTO policy_version (township_code, version, effective_from, clause, settings, author, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [townshipCode, version, effectiveFrom, clause, JSON.stringify(settings), made.by, made.at.toString()],
    );
  }

  async approve(
    manager: EntityManager,
    policy: { readonly townshipCode: string; readonly version: number },
    approver: string,
    recorded: { readonly by: string; readonly at: Temporal.Instant },
  ): Promise<void> {
    await manager.query(
      `INSERT INTO policy_approval (township_code, version, approver, recorded_by, recorded_at)
       VALUES ($1, $2, $3, $4, $5)`,
      [policy.townshipCode, policy.version, approver, recorded.by, recorded.at.toString()],
    );
  }

  async isTownship(manager: EntityManager, code: string): Promise<boolean> {
    const [row]: [{ known: boolean }] = await manager.query(
      `SELECT EXISTS (SELECT FROM township WHERE code = $1) AS known`,
      [code],
    );
    return row.known;
  }

  /** The last week of any issued month of a township, or of all; `null` before the first is issued. */
  async lastSettledWeek(manager: EntityManager, townshipCode: string): Promise<string | null> {
    const [row]: [{ week: string | null }] = await manager.query(
      `SELECT max(week) AS week FROM settled_week WHERE township_code = $1`,
      [townshipCode],
    );
    return row.week;
  }
}

function instantText(at: Date): string {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toString();
}
