import { Injectable } from '@nestjs/common';
import { DataSource, type QueryRunner } from 'typeorm';
import type { LedgerVerification } from './ledger-verification.js';
import { type PlannedChain, stretchesOf } from './ledger-plan.repository.js';
import { rowsOf } from './rows.js';
import type { Stretch, StretchResult } from './verify-stretch.js';

/** A verification that was begun, and how far it came. */
export interface VerificationRun {
  readonly id: string;
  readonly startedAt: string;
  readonly plan: readonly PlannedChain[];
  /** Results by {@link nameOf}. */
  readonly done: ReadonlyMap<string, StretchResult>;
}

/** Finished ones are kept, the oldest go. */
const RUNS_KEPT = 30;

/** A stretch among those of one verification. */
export function nameOf({ kind, chain, after }: Stretch): string {
  return `${kind}-${chain}-${after}`;
}

/** Where verifications keep what they found and how far they have come. */
@Injectable()
export class VerificationRunsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Begins a verification, or takes up one that was interrupted without having found damage. The chains are looked
   * at anew in either case: whoever may write here could have planned that there is nothing to walk.
   *
   * @param holder a connection whose end gives the verification free, so that two never work on one
   */
  async begin(
    holder: QueryRunner,
    options: { readonly resume: boolean; readonly now: string },
    plan: () => Promise<PlannedChain[]>,
  ): Promise<VerificationRun> {
    const planned = await plan();
    if (options.resume) {
      const interrupted = await this.interrupted(holder, planned);
      if (interrupted !== null) return interrupted;
    }
    const [row] = await rowsOf<{ id: string }>(
      this.dataSource,
      `INSERT INTO ledger_verification (started_at, plan) VALUES ($1, $2) RETURNING id`,
      [options.now, JSON.stringify(planned)],
    );
    const id = row?.id ?? '';
    await this.hold(holder, id);
    return { id, startedAt: options.now, plan: planned, done: new Map() };
  }

  async saveStretch(run: VerificationRun, stretch: Stretch, result: StretchResult): Promise<void> {
    await this.dataSource.query(
      `INSERT INTO ledger_verification_stretch (verification_id, kind, chain, after, result)
       VALUES ($1, $2, $3, $4, $5)
       -- The end of a chain that grew while nobody walked is walked again.
       ON CONFLICT (verification_id, kind, chain, after) DO UPDATE SET result = excluded.result`,
      [run.id, stretch.kind, stretch.chain, stretch.after, JSON.stringify(result)],
    );
  }

  /** Keeps what was found and forgets how; older ones go, and so do those that nobody took up again. */
  async finish(run: VerificationRun, report: LedgerVerification): Promise<void> {
    await this.dataSource.query(
      `UPDATE ledger_verification SET finished_at = $2, ok = $3, report = $4 WHERE id = $1`,
      [run.id, report.finishedAt, report.ok, JSON.stringify(report)],
    );
    await this.dataSource.query(`DELETE FROM ledger_verification_stretch WHERE verification_id = $1`, [
      run.id,
    ]);
    await this.dataSource.query(
      `DELETE FROM ledger_verification
       WHERE id < $1 AND CASE WHEN finished_at IS NULL THEN started_at < $3::timestamptz - interval '7 days'
                              ELSE id <= $1::bigint - $2 END`,
      [run.id, RUNS_KEPT, report.finishedAt],
    );
  }

  /** What the last finished verification found. */
  async lastReport(): Promise<LedgerVerification | null> {
    const rows = await rowsOf<{ report: LedgerVerification }>(
      this.dataSource,
      `SELECT report FROM ledger_verification WHERE finished_at IS NOT NULL ORDER BY id DESC LIMIT 1`,
    );
    return rows[0]?.report ?? null;
  }

  /** With those of its results that are of a stretch of the plan as it is now: as many links as that has. */
  private async interrupted(
    holder: QueryRunner,
    planned: readonly PlannedChain[],
  ): Promise<VerificationRun | null> {
    const [run] = await rowsOf<{ id: string; startedAt: Date; finished: boolean }>(
      this.dataSource,
      `SELECT id, started_at AS "startedAt", finished_at IS NOT NULL AS finished
       FROM ledger_verification ORDER BY id DESC LIMIT 1`,
    );
    if (run === undefined || run.finished || !(await this.hold(holder, run.id))) return null;
    const rows = await rowsOf<Stretch & { readonly after: string; readonly result: StretchResult }>(
      this.dataSource,
      `SELECT kind, chain, after, result FROM ledger_verification_stretch WHERE verification_id = $1`,
      [run.id],
    );
    if (rows.some(({ result }) => isDamaged(result))) return null;
    await this.dataSource.query(`UPDATE ledger_verification SET plan = $2 WHERE id = $1`, [
      run.id,
      JSON.stringify(planned),
    ]);
    const lengths = new Map(
      planned.flatMap(stretchesOf).map((stretch) => [nameOf(stretch), stretch.until - stretch.after]),
    );
    const belonging = rows.filter((row) => lengths.get(nameOf(row)) === row.result.links);
    const done = new Map(belonging.map((row) => [nameOf(row), row.result]));
    return { id: run.id, startedAt: run.startedAt.toISOString(), plan: planned, done };
  }

  /** @returns whether nobody else works on it */
  private async hold(holder: QueryRunner, id: string): Promise<boolean> {
    const [row] = await rowsOf<{ held: boolean }>(
      holder,
      `SELECT pg_try_advisory_lock(hashtext('ledger-verification'), $1::bigint::integer) AS held`,
      [id],
    );
    return row?.held === true;
  }
}

function isDamaged({ brokenAt, lostHead, records }: StretchResult): boolean {
  return brokenAt !== null || lostHead !== null || records.length > 0;
}
