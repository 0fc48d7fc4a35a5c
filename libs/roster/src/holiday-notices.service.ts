import { Injectable } from '@nestjs/common';
import { TimeSource } from '@cunqin/platform';
import { type HolidayNotice, officialNotices, WorkCalendar } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import { DataSource, type EntityManager } from 'typeorm';
import { checkNotice, firstDayAbout } from './check-notice.js';
import { DirtyWeeksRepository } from './dirty-weeks.repository.js';
import { HolidayNoticeVersion } from './entities/holiday-notice.entity.js';
import { publishedNotice, publishedNotices } from './published-notices.js';
import { rosterErrors } from './roster-errors.js';

/** Holiday notices, versioned by year: a later notice may amend an earlier one. */
@Injectable()
export class HolidayNoticesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly dirtyWeeks: DirtyWeeksRepository,
    private readonly time: TimeSource,
  ) {}

  /**
   * Imports the published notices this product knows for years that have none yet. What it ships with its
   * document number goes before what a package says.
   */
  async ensureOfficialNotices(): Promise<void> {
    for (const notice of [...officialNotices, ...publishedNotices()]) {
      await this.dataSource.transaction(async (manager) => {
        if ((await this.latestVersion(manager, notice.year)) === 0)
          await this.store(manager, notice, 1, 'system');
      });
    }
  }

  /**
   * Imports a notice as the next version of its year; weeks judged from that year on are judged again.
   *
   * @throws CodedError as {@link checkNotice}
   */
  async import(notice: HolidayNotice, importedBy: string): Promise<{ year: number; version: number }> {
    checkNotice(notice);
    return this.dataSource.transaction(async (manager) => {
      const version = (await this.latestVersion(manager, notice.year)) + 1;
      await this.store(manager, notice, version, importedBy);
      return { year: notice.year, version };
    });
  }

  /**
   * Imports the published notice of a year from the data this product comes with.
   *
   * @throws CodedError `ROSTER.NOTICE_NOT_PUBLISHED` for a year that the data can only guess about
   */
  async importPublished(year: number, importedBy: string): Promise<{ year: number; version: number }> {
    const notice = officialNotices.find((shipped) => shipped.year === year) ?? publishedNotice(year);
    if (!notice) throw rosterErrors.notPublished(year);
    return this.import(notice, importedBy);
  }

  /** Every version of every year, or of one, in the order they were imported. */
  async versions(year?: number): Promise<HolidayNoticeVersion[]> {
    return this.dataSource.manager.find(HolidayNoticeVersion, {
      ...(year === undefined ? {} : { where: { year } }),
      order: { year: 'ASC', version: 'ASC' },
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
    await this.dirtyWeeks.lockRefresh(manager);
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
