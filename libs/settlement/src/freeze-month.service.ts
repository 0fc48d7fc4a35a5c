import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, TimeSource } from '@cunqin/platform';
import { type LedgerSeal, SealLedgerService } from '@cunqin/punch-ledger';
import type { IsoWeek } from '@cunqin/work-calendar';
import type { EntityManager } from 'typeorm';
import { canonicalJson, sha256Of } from './domain/canonical-json.js';
import type { MonthReport } from './domain/month-report.js';
import { verificationCode } from './domain/verification-code.js';
import { SettledMonthsRepository } from './settled-months.repository.js';

/** Freezes a month: its lines, and the report that everything is printed from. */
@Injectable()
export class FreezeMonthService {
  constructor(
    private readonly settled: SettledMonthsRepository,
    private readonly seals: SealLedgerService,
    private readonly time: TimeSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * The day's seal of the ledger, which the report names. Asked for before the transaction that freezes:
   * sealing writes the journal, and that transaction holds it.
   */
  async seal(): Promise<LedgerSeal> {
    return this.seals.sealToday();
  }

  /** Writes the month into the books, in the caller's transaction. */
  async freeze(manager: EntityManager, weeks: readonly IsoWeek[], report: MonthReport): Promise<void> {
    const { code } = this.config.township;
    const { month, docNo } = report;
    if (docNo === null) throw new Error(`${month} is issued without a document number`);
    await this.settled.freezeLines(manager, code, weeks, report);
    const frozen = {
      ...report,
      state: 'issued' as const,
      docNo,
      ...(await this.settled.hashes(manager, code, month)),
    };
    const text = canonicalJson(frozen);
    const sha256 = sha256Of(text);
    await this.settled.store(manager, code, {
      month,
      docNo,
      issuedAt: new Date(this.time.now().epochMilliseconds),
      report: text,
      sha256,
      verificationCode: verificationCode(sha256),
    });
  }

  /** The month that bears a document number, or `null`. */
  async docNoTakenBy(manager: EntityManager, docNo: string): Promise<string | null> {
    return this.settled.docNoTakenBy(manager, this.config.township.code, docNo);
  }
}
