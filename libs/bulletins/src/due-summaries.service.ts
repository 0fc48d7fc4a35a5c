import { Inject, Injectable } from '@nestjs/common';
import { type Policy, PoliciesService } from '@cunqin/assessment';
import { CONFIG, type Config, TimeSource } from '@cunqin/platform';
import { ClockLogsRepository } from '@cunqin/punch-ledger';
import { HolidayNoticesService, TownshipsService } from '@cunqin/roster';
import { type IsoWeek, NoticeMissing, type WorkCalendar, weeksBetween } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import { summaryDue } from './domain/summary-due.js';
import { WeeklyPapersRepository } from './weekly-papers.repository.js';
import { SUMMARY_SHEET } from './weekly-papers.service.js';
import { WeeklySummaryRepository } from './weekly-summary.repository.js';

/** A summary that is to be printed. */
export interface DueSummary {
  readonly townshipCode: string;
  readonly week: IsoWeek;
}

/** Finds the weeks whose summary is due and was never issued, township by township. */
@Injectable()
export class DueSummariesService {
  constructor(
    private readonly papers: WeeklyPapersRepository,
    private readonly facts: WeeklySummaryRepository,
    private readonly clockLogs: ClockLogsRepository,
    private readonly policies: PoliciesService,
    private readonly townships: TownshipsService,
    private readonly notices: HolidayNoticesService,
    private readonly time: TimeSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** In order of time, from the week on in which a township's first clock was read: before that nobody watched it. */
  async due(): Promise<DueSummary[]> {
    const now = this.time.localNow(this.config.timeZone);
    const calendar = await this.notices.calendar();
    const policyOf = await this.policies.ofTownships();
    const due: DueSummary[] = [];
    for (const { code } of await this.townships.list()) {
      for (const week of await this.weeksWithoutPaper(code, now)) {
        const policy = policyOf(code, week);
        if (policy === undefined) continue;
        const when = whenDue(week, policy, now, calendar);
        if (when === 'now' || (when === 'when-read' && (await this.isProven(week, code)))) {
          due.push({ townshipCode: code, week });
        }
      }
    }
    return due;
  }

  private async weeksWithoutPaper(townshipCode: string, now: Temporal.PlainDateTime): Promise<IsoWeek[]> {
    const firstRead = await this.clockLogs.firstReadAt(townshipCode);
    if (firstRead === null) return [];
    const watchedFrom = firstRead.toZonedDateTimeISO(this.config.timeZone).toPlainDate();
    const over = weeksBetween(watchedFrom, now.toPlainDate()).filter(
      ({ end }) => Temporal.PlainDateTime.compare(end, now) <= 0,
    );
    const [first] = over;
    if (first === undefined) return [];
    const issued = await this.papers.weeksWith(townshipCode, SUMMARY_SHEET, first.toString());
    return over.filter((week) => !issued.has(week.toString()));
  }

  private async isProven(week: IsoWeek, townshipCode: string): Promise<boolean> {
    return (await this.facts.villages(week, townshipCode)).every(({ proven }) => proven);
  }
}

/** A week whose summary day cannot be told is not judged either: it is due once the notice is imported. */
function whenDue(
  week: IsoWeek,
  { checklistDue, summaryTime }: Policy,
  now: Temporal.PlainDateTime,
  calendar: WorkCalendar,
): ReturnType<typeof summaryDue> {
  try {
    const listsUntil = checklistDue === 'until-summary' ? Temporal.PlainTime.from(summaryTime) : null;
    return summaryDue(calendar.summaryDay(week), now, listsUntil);
  } catch (refusal) {
    if (refusal instanceof NoticeMissing) return 'not-yet';
    throw refusal;
  }
}
