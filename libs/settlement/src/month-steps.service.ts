import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, TimeSource } from '@cunqin/platform';
import type { IsoWeek, WorkCalendar } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import type { EntityManager } from 'typeorm';
import { closingDatesOrYear } from './domain/closing-dates.js';
import type { MonthReport, Signature } from './domain/month-report.js';
import type { MonthState } from './domain/month-state.js';
import { type MonthStanding, standingOf, type Step } from './domain/month-steps.js';
import { weekSpan } from './domain/month-weeks.js';
import type { MonthOfWeek } from './domain/objection-period.js';
import type { StepFacts } from './domain/refusals.js';
import { type LiveMonth, LiveMonthService } from './live-month.service.js';
import { MonthFiguresRepository } from './month-figures.repository.js';
import { type MonthTransition, MonthTransitionsRepository } from './month-transitions.repository.js';
import { ObjectionsRepository } from './objections.repository.js';

/** A step of a month with everything its row has. */
type TakenStep = Step & MonthTransition;

/** Where a month stands, with the steps that count. */
export type Standing = MonthStanding & { readonly current: readonly TakenStep[] };

/** Where a month stands, and what stands in its way. */
@Injectable()
export class MonthStepsService {
  constructor(
    private readonly transitions: MonthTransitionsRepository,
    private readonly figures: MonthFiguresRepository,
    private readonly objections: ObjectionsRepository,
    private readonly liveMonths: LiveMonthService,
    private readonly time: TimeSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** One step or objection at a time in the township, until the transaction ends. */
  async lock(manager: EntityManager): Promise<void> {
    await this.transitions.lock(manager, this.config.township.code);
  }

  async standing(manager: EntityManager, month: string): Promise<Standing> {
    const rows = await this.transitions.of(manager, this.config.township.code, month);
    return standingOf(rows.map((row) => this.toStep(row)));
  }

  /** @throws CodedError `MONTH.UNKNOWN`, `MONTH.NO_RULE` */
  async live(manager: EntityManager, month: string): Promise<LiveMonth> {
    return this.liveMonths.of(manager, month, this.time.localNow(this.config.timeZone));
  }

  async append(
    manager: EntityManager,
    month: string,
    step: Omit<MonthTransition, 'sequence'>,
  ): Promise<void> {
    const { code } = this.config.township;
    const before = await this.transitions.of(manager, code, month);
    await this.transitions.append(manager, code, month, { ...step, sequence: before.length + 1 });
  }

  /** Figures, state and dates as one plain object. */
  report(live: LiveMonth, standing: Standing): Omit<MonthReport, 'ledgerSeal'> {
    const last = (to: MonthState): TakenStep | undefined =>
      standing.current.findLast((step) => step.to === to);
    return {
      ...live.figures,
      state: standing.state,
      docNo: last('issued')?.docNo ?? null,
      closing: this.dates(live, standing).dates,
      prepared: signatureOf(last('notice') ?? last('checking')),
      approved: signatureOf(last('approved')),
      issued: signatureOf(last('issued')),
    };
  }

  /** The calendar of the closing, or the year whose holiday notice is missing. */
  dates({ weeks, calendar }: LiveMonth, { taken }: Standing): Pick<StepFacts, 'dates' | 'missingYear'> {
    const found = closingDatesOrYear(weekSpan(weeks).last, calendar, undefined, taken);
    return { dates: found.dates, missingYear: found.dates === null ? found.missingYear : null };
  }

  /** Weeks nobody can settle yet, and objections nobody has decided. */
  async obstacles(
    manager: EntityManager,
    { weeks }: LiveMonth,
  ): Promise<Pick<StepFacts, 'undetermined' | 'openObjections'>> {
    const { code } = this.config.township;
    const now = this.time.localNow(this.config.timeZone);
    const over = weeks.filter((week) => Temporal.PlainDateTime.compare(week.end, now) <= 0);
    return {
      undetermined: await this.figures.undetermined(manager, code, over),
      openObjections: await this.objections.openIn(manager, code, weeks.map(String)),
    };
  }

  /** Where the month of a week stands: the one that settled it, else the one that the policy says. */
  async monthOf(
    manager: EntityManager,
    week: IsoWeek,
    policyMonth: string,
  ): Promise<MonthOfWeek & { readonly calendar: WorkCalendar }> {
    const month = (await this.liveMonths.settledIn(manager)).get(week.toString()) ?? policyMonth;
    const standing = await this.standing(manager, month);
    const live = await this.live(manager, month);
    return {
      state: standing.state,
      dates: this.dates(live, standing).dates,
      issuedOn: standing.taken.issued ?? null,
      calendar: live.calendar,
    };
  }

  /** The month that has to be issued before this one, if there is one. */
  async waitsFor(manager: EntityManager, month: string, next: string | null): Promise<string | null> {
    const first = next ?? (await this.underway(manager));
    if (first === null || first === month) return null;
    // As long as nothing is issued, an earlier month may still become the first.
    return next === null && first > month ? null : first;
  }

  /** The first month whose closing has begun and is not done, or `null`. */
  async underway(manager: EntityManager): Promise<string | null> {
    return this.transitions.underway(manager, this.config.township.code);
  }

  private toStep(row: MonthTransition): TakenStep {
    const at = Temporal.Instant.fromEpochMilliseconds(row.at.getTime());
    return {
      ...row,
      actor: { user: row.byUser, name: row.byName },
      date: at.toZonedDateTimeISO(this.config.timeZone).toPlainDate(),
    };
  }
}

function signatureOf(step: TakenStep | undefined): Signature | null {
  return step === undefined
    ? null
    : { by: step.byUser, name: step.byName, at: `${step.at.toISOString().slice(0, 19)}Z` };
}
