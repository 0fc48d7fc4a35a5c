import { Roles } from '@cunqin/accounts';
import {
  renderWeeklySummary,
  type WeekFigures,
  type WeeklyPaper,
  WeeklyPapersService,
  WeeklySummaryService,
} from '@cunqin/bulletins';
import { TownshipsService } from '@cunqin/roster';
import { IsoWeek } from '@cunqin/work-calendar';
import { Controller, Get, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { instantText } from '../http/instant-text.js';
import { type Page, pageOf } from '../http/paging.dto.js';
import { OfTownshipListQuery, OfTownshipQuery } from './of-township.dto.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A paper of a week as it was issued. */
export interface WeeklyPaperAnswer extends Omit<WeeklyPaper, 'storedAt'> {
  readonly storedAt: string;
}

/** The week of a township summed up. */
@ApiTags('the week')
@Controller('weeks')
@Roles('admin', 'office', 'payroll', 'leader', 'auditor')
export class WeeksController {
  constructor(
    private readonly summaries: WeeklySummaryService,
    private readonly papers: WeeklyPapersService,
    private readonly townships: TownshipsService,
  ) {}

  /** The figures of a week. */
  @Get(':week')
  async figures(@Param('week') week: string, @Query() query: OfTownshipQuery): Promise<WeekFigures> {
    return this.summaries.figures(IsoWeek.parse(week), await this.townships.named(query.townshipCode));
  }

  /**
   * The papers that were issued for a week, on Monday by itself. `current` is false when the week came to
   * something else since: the paper stays, `summary.xlsx` shows the week as it is now.
   */
  @Get(':week/papers')
  async list(
    @Param('week') week: string,
    @Query() query: OfTownshipListQuery,
  ): Promise<Page<WeeklyPaperAnswer>> {
    const township = await this.townships.named(query.townshipCode);
    const papers = await this.papers.list(IsoWeek.parse(week), township);
    return pageOf(
      papers.map((paper) => ({ ...paper, storedAt: instantText(paper.storedAt) })),
      query,
    );
  }

  /** A paper as it was issued, the same bytes for ever: `summary.xlsx`, or its figures as `summary.json`. */
  @Get(':week/papers/:name')
  @ApiProduces(XLSX, 'application/json')
  async paper(
    @Param('week') weekText: string,
    @Param('name') name: string,
    @Query() query: OfTownshipQuery,
  ): Promise<StreamableFile> {
    const week = IsoWeek.parse(weekText);
    const township = await this.townships.named(query.townshipCode);
    const { bytes, mediaType } = await this.papers.paper(week, name, township);
    return new StreamableFile(bytes, {
      type: mediaType,
      disposition: `attachment; filename="${week}-${name}"`,
    });
  }

  /** The weekly summary (周汇总表) as the week is now, ready to be printed. */
  @Get(':week/summary.xlsx')
  @ApiProduces(XLSX)
  async summary(@Param('week') weekText: string, @Query() query: OfTownshipQuery): Promise<StreamableFile> {
    const week = IsoWeek.parse(weekText);
    const township = await this.townships.named(query.townshipCode);
    const sheet = await renderWeeklySummary(await this.summaries.summary(week, township));
    const name = encodeURIComponent(`${week}-周汇总表.xlsx`);
    return new StreamableFile(sheet, {
      type: XLSX,
      disposition: `attachment; filename="${week}-summary.xlsx"; filename*=UTF-8''${name}`,
    });
  }
}
