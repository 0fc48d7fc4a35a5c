import { TimeSource } from '@cunqin/platform';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { ledgerErrors } from './ledger-errors.js';
import { assertLedger, planChains, stretchesOf } from './verification/ledger-plan.repository.js';
import type { LedgerVerification } from './verification/ledger-verification.js';
import { reportFindings } from './verification/report-findings.js';
import { doAll, workHere, workInThreads } from './verification/stretch-pool.js';
import {
  nameOf,
  VerificationRunsRepository,
  type VerificationRun,
} from './verification/verification-runs.repository.js';
import type { StretchResult } from './verification/verify-stretch.js';

/** How a verification is done. */
export interface VerificationOptions {
  /** Threads, each on a core. One: no thread but the caller's. Default 1. */
  readonly cores?: number;
  /** Goes on with one that was interrupted, if there is one and it had found nothing. */
  readonly resume?: boolean;
}

/**
 * Recomputes every chain of the ledger from its first link, holds every row of evidence against the journal,
 * and names what was done. Memory is bounded by a page of rows for each core.
 */
@Injectable()
export class VerifyLedgerService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly runs: VerificationRunsRepository,
    private readonly time: TimeSource,
  ) {}

  /** For programs without a container. */
  static on(dataSource: DataSource, time: TimeSource): VerifyLedgerService {
    return new VerifyLedgerService(dataSource, new VerificationRunsRepository(dataSource), time);
  }

  async verify({ cores = 1, resume = false }: VerificationOptions = {}): Promise<LedgerVerification> {
    await assertLedger(this.dataSource);
    const holder = this.dataSource.createQueryRunner();
    try {
      const begun = await this.runs.begin(holder, { resume, now: this.time.now().toString() }, () =>
        this.dataSource.transaction('REPEATABLE READ', (snapshot) => planChains(snapshot)),
      );
      const results = await this.walk(begun, cores);
      const walked = begun.plan.map((chain) => ({
        chain,
        results: stretchesOf(chain).flatMap((stretch) => results.get(nameOf(stretch)) ?? []),
      }));
      const report: LedgerVerification = {
        ...(await reportFindings(this.dataSource, walked)),
        startedAt: begun.startedAt,
        finishedAt: this.time.now().toString(),
      };
      await this.runs.finish(begun, report);
      return report;
    } finally {
      // The connection goes back with its lock: whoever is interrupted loses both.
      await holder.query(`SELECT pg_advisory_unlock_all()`).catch(() => undefined);
      await holder.release();
    }
  }

  /**
   * What the last finished verification found.
   *
   * @throws CodedError `LEDGER.NEVER_VERIFIED`
   */
  async last(): Promise<LedgerVerification> {
    const report = await this.runs.lastReport();
    if (report === null) throw ledgerErrors.neverVerified();
    return report;
  }

  /**
   * Verifies everything now.
   *
   * @throws CodedError `LEDGER.CHAIN_BROKEN` naming what was done where
   */
  async assertWhole(): Promise<LedgerVerification> {
    const report = await this.verify();
    if (!report.ok) throw ledgerErrors.chainBroken(report);
    return report;
  }

  private async walk(run: VerificationRun, cores: number): Promise<Map<string, StretchResult>> {
    const results = new Map(run.done);
    const open = run.plan.flatMap(stretchesOf).filter((stretch) => !results.has(nameOf(stretch)));
    const threads = Math.min(cores, open.length);
    const workers =
      threads > 1 ? workInThreads(addressOf(this.dataSource), threads) : workHere(this.dataSource);
    try {
      await doAll(workers, open, async (stretch, result) => {
        results.set(nameOf(stretch), result);
        await this.runs.saveStretch(run, stretch, result);
      });
    } finally {
      await workers.close();
    }
    return results;
  }
}

function addressOf({ options }: DataSource): string {
  if (options.type === 'postgres' && options.url !== undefined) return options.url;
  throw new Error('a ledger lives in PostgreSQL, at an address');
}
