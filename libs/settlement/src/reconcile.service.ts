import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@cunqin/platform';
import { DataSource, type EntityManager } from 'typeorm';
import { sha256Of } from './domain/canonical-json.js';
import type { SettledMonth } from './domain/month-report.js';
import {
  type FrozenFault,
  reconcile,
  type Reconciliation,
  type ReconciledCadreMonth,
  underCeiling,
} from './domain/reconciliation.js';
import { LiveMonthService } from './live-month.service.js';
import { ReconcileRepository } from './reconcile.repository.js';
import { RefreshMonthService } from './refresh-month.service.js';
import { SettledMonthsRepository, type StoredMonth } from './settled-months.repository.js';

/**
 * Proves the books: judges every week of every issued month again from the facts, and holds what was
 * charged, what was set right and what is going to be against it. Nothing in the books is changed.
 */
@Injectable()
export class ReconcileService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly repository: ReconcileRepository,
    private readonly settled: SettledMonthsRepository,
    private readonly live: LiveMonthService,
    private readonly refresh: RefreshMonthService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** @param fromFacts judge everything again first, instead of trusting the assessments there are */
  async reconcile({ fromFacts }: { readonly fromFacts: boolean }): Promise<Reconciliation> {
    const { code } = this.config.township;
    if (fromFacts) {
      await this.dataSource.transaction((manager) => this.repository.markAll(manager, code));
    }
    await this.refresh.bringSettledUpToDate();
    return this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      const months = await this.settled.all(manager, code);
      const frozen: FrozenFault[] = [];
      for (const month of months) frozen.push(...(await this.faultsOf(manager, month)));
      return reconcile(await this.cadreMonths(manager, frozen), frozen, months.length);
    });
  }

  private async cadreMonths(manager: EntityManager, frozen: FrozenFault[]): Promise<ReconciledCadreMonth[]> {
    const policyOf = await this.live.policyOfMonths(manager);
    const pending = new Map<string, number>();
    for (const { originMonth, cadreCode, amountFen } of await this.live.adjustments(manager)) {
      const key = `${originMonth} ${cadreCode}`;
      pending.set(key, (pending.get(key) ?? 0) + amountFen);
    }
    const sums = await this.repository.sums(manager, this.config.township.code);
    return sums.map((row) => {
      if (row.deductedFen > row.linesFen) frozen.push({ month: row.month, part: 'ceiling' });
      return {
        month: row.month,
        cadreCode: row.cadreCode,
        chargedFen: row.deductedFen,
        adjustedFen: row.adjustedFen,
        pendingFen: pending.get(`${row.month} ${row.cadreCode}`) ?? 0,
        recomputedFen: underCeiling(row.freshFen, row.postSubsidyFen, policyOf(row.month)),
      };
    });
  }

  /** The report is the evidence: its text has its hash, and the rows have those that stand in it. */
  private async faultsOf(manager: EntityManager, stored: StoredMonth): Promise<FrozenFault[]> {
    const { month } = stored;
    const report = JSON.parse(stored.report) as SettledMonth;
    const hashes = await this.settled.hashes(manager, this.config.township.code, month);
    const faults: FrozenFault[] = [];
    if (sha256Of(stored.report) !== stored.sha256) faults.push({ month, part: 'report' });
    if (hashes.linesSha256 !== report.linesSha256) faults.push({ month, part: 'lines' });
    if (hashes.cadresSha256 !== report.cadresSha256) faults.push({ month, part: 'cadres' });
    if (hashes.adjustmentsSha256 !== report.adjustmentsSha256) faults.push({ month, part: 'adjustments' });
    return faults;
  }
}
