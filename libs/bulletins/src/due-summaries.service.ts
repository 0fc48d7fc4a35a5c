import { Inject, Injectable } from '@nestjs/common';
import { PoliciesService, policyInForce } from '@cunqin/assessment';
import { CONFIG, type Config, TimeSource } from '@cunqin/platform';
import { ClockLogsRepository } from '@cunqin/punch-ledger';
import { HolidayNoticesService } from '@cunqin/roster';
import { type IsoWeek, NoticeMissing, type WorkCalendar, weeksBetween } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import { summaryDue } from './domain/summary-due.js';
import { WeeklyPapersRepository } from './weekly-papers.repository.js';
import { SUMMARY_SHEET } from './weekly-papers.service.js';
import { WeeklySummaryRepository } from './weekly-summary.repository.js';

/** Finds the weeks whose summary is due and was never issued. */
@Injectable()
export class DueSummariesService {
  constructor(
    private readonly papers: WeeklyPapersRepository,
    private readonly facts: WeeklySummaryRepository,
    private readonly clockLogs: ClockLogsRepository,
    private readonly policies: PoliciesService,
    private readonly notices: HolidayNoticesService,
    private readonly time: TimeSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** In order of time, from the week on in which the first clock was read: before that nobody watched. */
  async dueWeeks(): Promise<IsoWeek[]> {
    const now = this.time.localNow(this.config.timeZone);
    const missing = await this.weeksWithoutPaper(now);
    if (missing.length === 0) return [];
    const calendar = await this.notices.calendar();
    const due: IsoWeek[] = [];
    for (const week of missing) if (await this.isDue(week, now, calendar)) due.push(week);
    return due;
  }

  private async weeksWithoutPaper(now: Temporal.PlainDateTime): Promise<IsoWeek[]> {
    const firstRead = await this.clockLogs.firstReadAt();
    if (firstRead === null) return [];
    const watchedFrom = firstRead.toZonedDateTimeISO(this.config.timeZone).toPlainDate();
    const over = weeksBetween(watchedFrom, now.toPlainDate()).filter(
      ({ end }) => Temporal.PlainDateTime.compare(end, now) <= 0,
    );
    const [first] = over;
    if (first === undefined) return [];
    const versions = await this.policies.versions();
    const issued = await this.papers.weeksWith(this.config.township.code, SUMMARY_SHEET, first.toString());
    return over.filter(
      (week) => !issued.has(week.toString()) && policyInForce(versions, week.toString()) !== undefined,
    );
  }

  /** A week whose summary day cannot be told is not judged either: it is due once the notice is imported. */
  private async isDue(week: IsoWeek, now: Temporal.PlainDateTime, calendar: WorkCalendar): Promise<boolean> {
    try {
      const due = summaryDue(calendar.summaryDay(week), now);
      return due === 'now' || (due === 'when-read' && (await this.isProven(week)));
    } catch (refusal) {
      if (refusal instanceof NoticeMissing) return false;
      throw refusal;
    }
  }

  private async isProven(week: IsoWeek): Promise<boolean> {
    return (await this.facts.villages(week, this.config.township.code)).every(({ proven }) => proven);
  }
}
