import { Inject, Injectable } from '@nestjs/common';
import { PoliciesService, policyInForce, type Policy } from '@cunqin/assessment';
import { CONFIG, type Config } from '@cunqin/platform';
import { HolidayNoticesService } from '@cunqin/roster';
import type { IsoWeek, WorkCalendar } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import type { EntityManager } from 'typeorm';
import { type Adjustment, differencesOf } from './domain/adjustments.js';
import { monthFigures } from './domain/month-figures.js';
import type { MonthFigures } from './domain/month-report.js';
import { monthWeeks, nextMonth } from './domain/month-weeks.js';
import { MonthFiguresRepository } from './month-figures.repository.js';
import { settlementErrors } from './settlement-errors.js';
import { type OriginNow, SettledBooksRepository } from './settled-books.repository.js';
import { YearBooksRepository } from './year-books.repository.js';

/** A month as it would be settled now. */
export interface LiveMonth {
  readonly figures: MonthFigures;
  readonly weeks: readonly IsoWeek[];
  readonly calendar: WorkCalendar;
  /** The month that is issued next; `null` while none was ever issued: any may be the first. */
  readonly next: string | null;
}

/** Computes an open month from the assessments of its weeks and the books of the months before. */
@Injectable()
export class LiveMonthService {
  constructor(
    private readonly repository: MonthFiguresRepository,
    private readonly books: SettledBooksRepository,
    private readonly years: YearBooksRepository,
    private readonly policies: PoliciesService,
    private readonly notices: HolidayNoticesService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The weeks that belong to an open month. @throws CodedError `MONTH.UNKNOWN` */
  async weeks(manager: EntityManager, month: string): Promise<IsoWeek[]> {
    const versions = await this.policies.versions(manager);
    return monthWeeks(month, versions, await this.settledIn(manager));
  }

  /** Which month settled a week. */
  async settledIn(manager: EntityManager): Promise<Map<string, string>> {
    return this.books.settledIn(manager, this.config.township.code);
  }

  /**
   * The figures of a month that is not issued. Weeks that are not over at `now` are in none of them.
   * Differences of issued months stand in the month that is issued next.
   *
   * @throws CodedError `MONTH.UNKNOWN`, `MONTH.NO_RULE` for one before the first policy
   */
  async of(manager: EntityManager, month: string, now: Temporal.PlainDateTime): Promise<LiveMonth> {
    const { township } = this.config;
    const versions = await this.policies.versions(manager);
    const calendar = await this.notices.calendar(manager);
    const weeks = await this.weeks(manager, month);
    if (weeks.length === 0) throw settlementErrors.noRule(month);
    const over = weeks.filter((week) => Temporal.PlainDateTime.compare(week.end, now) <= 0);
    const issued = await this.books.issuedMonths(manager, township.code);
    const next = issued.length === 0 ? null : nextMonth(issued.at(-1)?.month ?? month);
    const figures = monthFigures({
      month,
      township,
      weeks,
      ended: new Set(over.map(String)),
      counts: await this.repository.counts(manager, township.code, over),
      missed: await this.repository.missed(manager, township.code, month, over),
      roster: await this.repository.roster(manager, township.code, over),
      adjustments: month === next ? await this.adjustments(manager) : [],
      policies: inForceIn(weeks, versions),
      monthPolicy: monthPolicyOf(weeks, versions),
      calendar,
      year: await this.years.before(manager, township.code, month),
    });
    return { figures, weeks, calendar, next };
  }

  /** The policy whose ceiling an issued month has now: the one in force in its last week. */
  async policyOfMonths(manager: EntityManager): Promise<(month: string) => Policy> {
    const versions = await this.policies.versions(manager);
    const settledIn = await this.settledIn(manager);
    const known = new Map<string, Policy>();
    return (month) => {
      const policy = known.get(month) ?? monthPolicyOf(monthWeeks(month, versions, settledIn), versions);
      known.set(month, policy);
      return policy;
    };
  }

  /** Every difference between the books and what is judged now. */
  async adjustments(manager: EntityManager): Promise<Adjustment[]> {
    const moved = await this.books.moved(manager, this.config.township.code);
    const policyOf = await this.policyOfMonths(manager);
    return moved
      .flatMap(({ cadreMonth, origin }) =>
        differencesOf(cadreMonth, policyOf(cadreMonth.month)).map((difference) => ({
          ...difference,
          ...aboutOf({ cadreMonth, origin }),
        })),
      )
      .map((adjustment, index) => ({ line: index + 1, ...adjustment }));
  }
}

function aboutOf({
  cadreMonth,
  origin,
}: OriginNow): Omit<Adjustment, keyof ReturnType<typeof differencesOf>[number] | 'line'> {
  return {
    cadreCode: origin.cadreCode,
    name: origin.name,
    office: origin.office,
    identity: origin.identity,
    originMonth: cadreMonth.month,
    originDocNo: origin.docNo,
    originLine: origin.line,
  };
}

function inForceIn(weeks: readonly IsoWeek[], versions: readonly Policy[]): Map<number, Policy> {
  return new Map(
    weeks.flatMap((week) => {
      const policy = policyInForce(versions, week.toString());
      return policy ? [[policy.version, policy] as const] : [];
    }),
  );
}

function monthPolicyOf(weeks: readonly IsoWeek[], versions: readonly Policy[]): Policy {
  const last = weeks.at(-1);
  const policy = last && policyInForce(versions, last.toString());
  if (!policy) throw new Error('a month without weeks has no policy');
  return policy;
}
