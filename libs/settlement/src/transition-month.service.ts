import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, TimeSource } from '@cunqin/platform';
import { type LedgerSeal, type LedgerVerification, VerifyLedgerService } from '@cunqin/punch-ledger';
import { DataSource, type EntityManager } from 'typeorm';
import { canonicalJson, sha256Of } from './domain/canonical-json.js';
import type { MonthState } from './domain/month-state.js';
import { parseMonth } from './domain/month-weeks.js';
import { chargesOf, unnoticedCharges } from './domain/noticed-charges.js';
import { refusals, type StepFacts } from './domain/refusals.js';
import { FreezeMonthService } from './freeze-month.service.js';
import type { LiveMonth } from './live-month.service.js';
import { MonthStepsService, type Standing } from './month-steps.service.js';
import { RefreshMonthService } from './refresh-month.service.js';
import { settlementErrors } from './settlement-errors.js';

/** A step somebody wants a month to take. */
export interface StepRequest {
  readonly to: MonthState;
  /** 文号 of the bulletin; for `issued`. */
  readonly docNo: string | null;
  /** The name that stands on paper. */
  readonly name: string | null;
  /** Why a month is given back. */
  readonly reason: string | null;
}

/** Facts that come in while a month is looked at send us back this often. */
const ATTEMPTS = 3;

/** What the ledger says before a step is looked at. */
interface LedgerState extends Pick<LedgerVerification, 'broken' | 'records' | 'sealBroken'> {
  /** Of the day; for `issued`. */
  readonly seal: LedgerSeal | null;
}

/** A ledger nobody asked about. */
const NOT_ASKED: LedgerState = { broken: [], records: [], sealBroken: null, seal: null };

/**
 * Takes a month from step to step. Who may take which is the caller's matter; whether it may be taken is
 * decided here, with every reason against it at once. Steps are taken one at a time, and nothing is judged
 * while one is: what is approved is what was looked at, and what is issued is what was approved.
 */
@Injectable()
export class TransitionMonthService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly steps: MonthStepsService,
    private readonly refresh: RefreshMonthService,
    private readonly freeze: FreezeMonthService,
    private readonly verifier: VerifyLedgerService,
    private readonly time: TimeSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * @param user the account that takes the step
   * @throws CodedError `MONTH.REFUSED` with every reason, `MONTH.UNKNOWN`, `MONTH.NO_RULE`, `MONTH.BUSY`
   */
  async take(month: string, request: StepRequest, user: string): Promise<void> {
    parseMonth(month);
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      await this.refresh.bringUpToDate(month);
      const ledger = await this.askLedger(request.to);
      const taken = await this.dataSource.transaction(async (manager) => {
        await this.steps.lock(manager);
        const isStale = await this.refresh.holdStill(manager, month);
        if (isStale) return false;
        await this.takeNow(manager, month, request, user, ledger);
        return true;
      });
      if (taken) return;
    }
    throw settlementErrors.busy(month);
  }

  private async takeNow(
    manager: EntityManager,
    month: string,
    request: StepRequest,
    user: string,
    ledger: LedgerState,
  ): Promise<void> {
    const standing = await this.steps.standing(manager, month);
    const live = await this.steps.live(manager, month);
    const figuresSha256 = sha256Of(canonicalJson(live.figures));
    const facts = await this.factsOf(manager, month, {
      request,
      user,
      ledger,
      standing,
      live,
      figuresSha256,
    });
    const reasons = refusals(facts);
    if (reasons.length > 0) throw settlementErrors.refused(month, request.to, reasons);
    await this.steps.append(manager, month, {
      to: request.to,
      at: new Date(this.time.now().epochMilliseconds),
      byUser: user,
      byName: request.name,
      docNo: request.to === 'issued' ? request.docNo : null,
      reason: request.reason,
      figuresSha256,
      noticed: request.to === 'notice' ? chargesOf(live.figures) : null,
    });
    if (request.to !== 'issued') return;
    const report = this.steps.report(live, await this.steps.standing(manager, month));
    await this.freeze.freeze(manager, live.weeks, { ...report, ledgerSeal: ledger.seal });
  }

  private async askLedger(to: MonthState): Promise<LedgerState> {
    if (to === 'open') return NOT_ASKED;
    const { broken, records, sealBroken } = await this.verifier.verify();
    return { broken, records, sealBroken, seal: to === 'issued' ? await this.freeze.seal() : null };
  }

  private async factsOf(
    manager: EntityManager,
    month: string,
    known: {
      readonly request: StepRequest;
      readonly user: string;
      readonly ledger: LedgerState;
      readonly standing: Standing;
      readonly live: LiveMonth;
      readonly figuresSha256: string;
    },
  ): Promise<StepFacts> {
    const { request, standing, live, ledger } = known;
    return {
      month,
      state: standing.state,
      to: request.to,
      today: this.time.localNow(this.config.timeZone).toPlainDate(),
      ...this.steps.dates(live, standing),
      ...(await this.steps.obstacles(manager, live)),
      broken: ledger.broken,
      records: ledger.records,
      sealBroken: ledger.sealBroken,
      actor: { user: known.user, name: request.name },
      preparers: standing.preparers,
      docNo: request.docNo,
      docNoTakenBy: request.docNo === null ? null : await this.freeze.docNoTakenBy(manager, request.docNo),
      waitsFor: await this.steps.waitsFor(manager, month, live.next),
      approvedSha256: standing.approvedSha256,
      figuresSha256: known.figuresSha256,
      unnoticed: unnoticedCharges(
        standing.current.findLast(({ to }) => to === 'notice')?.noticed ?? {},
        chargesOf(live.figures),
      ),
      reason: request.reason,
    };
  }
}
