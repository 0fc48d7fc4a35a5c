import { AnyRole, CurrentUser, Roles, type SignedIn } from '@cunqin/accounts';
import { HolidayNoticesService, type HolidayNoticeVersion } from '@cunqin/roster';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Page, pageOf, ShortListQuery } from '../http/paging.dto.js';
import { Temporal } from 'temporal-polyfill';
import {
  ImportNoticeBody,
  ImportPublishedNoticeBody,
  NoticeVersionsQuery,
} from './dto/holiday-notice.dto.js';

@ApiTags('set up')
@Controller('calendar/notices')
export class CalendarController {
  constructor(private readonly notices: HolidayNoticesService) {}

  /** Imports a holiday notice as the next version of its year. */
  @Post()
  @Roles('admin', 'office')
  async import(
    @CurrentUser() user: SignedIn,
    @Body() body: ImportNoticeBody,
  ): Promise<{ year: number; version: number }> {
    const date = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);
    return this.notices.import(
      {
        year: body.year,
        docNo: body.docNo,
        holidays: body.holidays.map(({ name, from, to }) => ({ name, from: date(from), to: date(to) })),
        makeupWorkdays: body.makeupWorkdays.map(date),
      },
      user.username,
    );
  }

  /** Imports the published notice of a year from the data the product comes with, as its next version. */
  @Post('import')
  @Roles('admin', 'office')
  async importPublished(
    @CurrentUser() user: SignedIn,
    @Body() body: ImportPublishedNoticeBody,
  ): Promise<{ year: number; version: number }> {
    return this.notices.importPublished(body.year, user.username);
  }

  /** Every version of every year, or of one: a later version of a year replaces the one before. */
  @Get('versions')
  @AnyRole()
  async versions(@Query() query: NoticeVersionsQuery): Promise<Page<HolidayNoticeVersion>> {
    return pageOf(await this.notices.versions(query.year), query);
  }

  /** The notice in force of every year. */
  @Get()
  @AnyRole()
  async list(@Query() query: ShortListQuery): Promise<Page<HolidayNoticeVersion>> {
    return pageOf(await this.notices.latest(), query);
  }
}
