import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@cunqin/platform';
import { SealLedgerService } from '@cunqin/punch-ledger';
import { DataSource } from 'typeorm';
import type { MonthReport, SettledMonth } from './domain/month-report.js';
import { parseMonth } from './domain/month-weeks.js';
import { MonthStepsService } from './month-steps.service.js';
import { RefreshMonthService } from './refresh-month.service.js';
import { SettledMonthsRepository } from './settled-months.repository.js';

/** Answers for a month: live figures while it is open, the frozen report once it is issued. */
@Injectable()
export class MonthReportService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly settled: SettledMonthsRepository,
    private readonly steps: MonthStepsService,
    private readonly refresh: RefreshMonthService,
    private readonly seals: SealLedgerService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * The month brought up to date, or as it was issued.
   *
   * @throws CodedError `MONTH.UNKNOWN`, `MONTH.NO_RULE`
   */
  async of(month: string): Promise<MonthReport | SettledMonth> {
    parseMonth(month);
    const settled = await this.issued(month);
    if (settled !== null) return settled;
    await this.refresh.bringUpToDate(month);
    const ledgerSeal = await this.seals.latest();
    return this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      const standing = await this.steps.standing(manager, month);
      return { ...this.steps.report(await this.steps.live(manager, month), standing), ledgerSeal };
    });
  }

  /** The month as it was issued, or `null`. */
  async issued(month: string): Promise<SettledMonth | null> {
    return this.settled.find(this.dataSource.manager, this.config.township.code, month);
  }
}
