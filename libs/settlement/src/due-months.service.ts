import { Inject, Injectable } from '@nestjs/common';
import { PoliciesService } from '@cunqin/assessment';
import { CONFIG, type Config, TimeSource } from '@cunqin/platform';
import { ClockLogsRepository } from '@cunqin/punch-ledger';
import { IsoWeek } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import { DataSource, type EntityManager } from 'typeorm';
import { automaticStep } from './domain/automatic-step.js';
import { monthOf, nextMonth, weekSpan } from './domain/month-weeks.js';
import { MonthStepsService } from './month-steps.service.js';
import { SettledBooksRepository } from './settled-books.repository.js';

/** A step that a month should take by itself now. */
export interface DueStep {
  readonly month: string;
  readonly to: 'checking' | 'notice';
}

/** Finds the months whose check or notice is due. */
@Injectable()
export class DueMonthsService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly steps: MonthStepsService,
    private readonly books: SettledBooksRepository,
    private readonly policies: PoliciesService,
    private readonly clockLogs: ClockLogsRepository,
    private readonly time: TimeSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** In order of month. */
  async dueSteps(): Promise<DueStep[]> {
    return this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      const due: DueStep[] = [];
      for (const month of await this.openMonths(manager)) {
        const to = await this.dueStep(manager, month);
        if (to !== null) due.push({ month, to });
      }
      return due;
    });
  }

  private async dueStep(manager: EntityManager, month: string): Promise<DueStep['to'] | null> {
    const now = this.time.localNow(this.config.timeZone);
    const live = await this.steps.live(manager, month);
    const standing = await this.steps.standing(manager, month);
    return automaticStep({
      state: standing.state,
      wasGivenBack: standing.wasGivenBack,
      isOver: Temporal.PlainDateTime.compare(weekSpan(live.weeks).last.end, now) <= 0,
      dates: this.steps.dates(live, standing).dates,
      now,
    });
  }

  /**
   * The months after the last that was issued, up to that of the week before this. As long as none was: from
   * the one that people began with, or else from that of the week in which the first clock was read.
   */
  private async openMonths(manager: EntityManager): Promise<string[]> {
    const now = this.time.localNow(this.config.timeZone);
    const versions = await this.policies.versions(manager);
    const last = monthOf(IsoWeek.of(now.toPlainDate()).previous(), versions);
    const first = await this.firstMonth(manager, (week) => monthOf(week, versions));
    if (first === null || last === null) return [];
    const months: string[] = [];
    for (let month = first; month <= last; month = nextMonth(month)) months.push(month);
    return months;
  }

  private async firstMonth(
    manager: EntityManager,
    monthOfWeek: (week: IsoWeek) => string | null,
  ): Promise<string | null> {
    const lastIssued = (await this.books.issuedMonths(manager, this.config.township.code)).at(-1);
    if (lastIssued !== undefined) return nextMonth(lastIssued.month);
    const firstRead = await this.clockLogs.firstReadAt(this.config.township.code);
    if (firstRead === null) return null;
    const readOn = firstRead.toZonedDateTimeISO(this.config.timeZone).toPlainDate();
    return (await this.steps.underway(manager)) ?? monthOfWeek(IsoWeek.of(readOn));
  }
}
