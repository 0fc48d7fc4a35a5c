import { Injectable } from '@nestjs/common';
import { TimeSource } from '@cunqin/platform';
import { type HolidayNotice, officialNotices, WorkCalendar } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import { DataSource, type EntityManager } from 'typeorm';
import { DirtyWeeksRepository } from './dirty-weeks.repository.js';
import { HolidayNoticeVersion } from './entities/holiday-notice.entity.js';
import { rosterErrors } from './roster-errors.js';

/** Holiday notices, versioned by year: a later notice may amend an earlier one. */
@Injectable()
export class HolidayNoticesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly dirtyWeeks: DirtyWeeksRepository,
    private readonly time: TimeSource,
  ) {}

  /** Imports the published notices this product ships for years that have none yet. */
  async ensureOfficialNotices(): Promise<void> {
    for (const notice of officialNotices) {
      await this.dataSource.transaction(async (manager) => {
        if ((await this.latestVersion(manager, notice.year)) === 0)
          await this.store(manager, notice, 1, 'system');
      });
    }
  }

  /** Imports a notice as the next version of its year; weeks judged from that year on are judged again. */
  async import(notice: HolidayNotice, importedBy: string): Promise<{ year: number; version: number }> {
    for (const { from, to } of notice.holidays) {
      if (Temporal.PlainDate.compare(to, from) < 0) throw rosterErrors.periodReversed('holidays');
      if (!isAbout(notice.year, from) || !isAbout(notice.year, to)) throw rosterErrors.otherYear('holidays');
    }
    if (!notice.makeupWorkdays.every((date) => isAbout(notice.year, date))) {
      throw rosterErrors.otherYear('makeupWorkdays');
    }
    return this.dataSource.transaction(async (manager) => {
      const version = (await this.latestVersion(manager, notice.year)) + 1;
      await this.store(manager, notice, version, importedBy);
      return { year: notice.year, version };
    });
  }

  /** The calendar as known now. */
  async calendar(manager: EntityManager = this.dataSource.manager): Promise<WorkCalendar> {
    return new WorkCalendar((await this.latest(manager)).map(toNotice));
  }

  /** The latest version of every year. */
  async latest(manager: EntityManager = this.dataSource.manager): Promise<HolidayNoticeVersion[]> {
    return manager
      .createQueryBuilder(HolidayNoticeVersion, 'notice')
      .distinctOn(['notice.year'])
      .orderBy('notice.year')
      .addOrderBy('notice.version', 'DESC')
      .getMany();
  }

  private async latestVersion(manager: EntityManager, year: number): Promise<number> {
    await manager.query(`SELECT pg_advisory_xact_lock(hashtext('holiday_notice'), $1)`, [year]);
    return (await manager.maximum(HolidayNoticeVersion, 'version', { year })) ?? 0;
  }

  private async store(
    manager: EntityManager,
    notice: HolidayNotice,
    version: number,
    importedBy: string,
  ): Promise<void> {
    await manager.insert(HolidayNoticeVersion, {
      year: notice.year,
      version,
      docNo: notice.docNo,
      holidays: notice.holidays.map(({ name, from, to }) => ({
        name,
        from: from.toString(),
        to: to.toString(),
      })),
      makeupWorkdays: notice.makeupWorkdays.map(String),
      importedAt: new Date(this.time.now().epochMilliseconds),
      importedBy,
    });
    await this.dirtyWeeks.markJudged(manager, firstDayAbout(notice.year));
  }
}

/** New Year's holiday and its make-up days may begin in the December before; nothing else leaves the year. */
function firstDayAbout(year: number): Temporal.PlainDate {
  return Temporal.PlainDate.from({ year: year - 1, month: 12, day: 20 });
}

function isAbout(year: number, date: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(date, firstDayAbout(year)) >= 0 && date.year <= year;
}

function toNotice(row: HolidayNoticeVersion): HolidayNotice {
  return {
    year: row.year,
    docNo: row.docNo,
    holidays: row.holidays.map(({ name, from, to }) => ({
      name,
      from: Temporal.PlainDate.from(from),
      to: Temporal.PlainDate.from(to),
    })),
    makeupWorkdays: row.makeupWorkdays.map((date) => Temporal.PlainDate.from(date)),
  };
}
