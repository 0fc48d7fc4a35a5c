import { CurrentUser, Roles, type SignedIn } from '@cunqin/accounts';
import { ChecklistsService } from '@cunqin/checklists';
import { CONFIG, type Config } from '@cunqin/platform';
import { IsoWeek } from '@cunqin/work-calendar';
import { Body, Controller, Get, Inject, Param, Post, Put, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { parseMoment } from '../http/moment.js';
import { RowIdPipe } from '../http/row-id.pipe.js';
import { ChecklistQuery, CreateChecklistBody, ReportResultBody } from './dto/facts.dto.js';
import { type Page, pageOf } from '../http/paging.dto.js';
import {
  type ChecklistAnswer,
  checklistAnswer,
  type ChecklistItemAnswer,
  checklistItemAnswer,
} from './facts-answers.js';
import { officeMoment } from './office-moment.js';

@ApiTags('the week')
@Controller('checklists')
export class ChecklistsController {
  constructor(
    private readonly checklists: ChecklistsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Gives a cadre the task checklist of a week. */
  @Post()
  @Roles('admin', 'office', 'leader')
  async create(@Body() body: CreateChecklistBody): Promise<ChecklistAnswer> {
    return checklistAnswer(
      await this.checklists.create({
        cadreCode: body.cadreCode,
        week: IsoWeek.parse(body.week),
        items: body.items.map((item) => ({
          title: item.title,
          villageCode: item.villageCode ?? null,
          dueAt: item.dueAt === undefined ? null : parseMoment(item.dueAt, this.config.timeZone),
        })),
      }),
    );
  }

  /** Reports the result of an item, once. */
  @Put(':id/items/:n/result')
  @Roles('admin', 'office', 'cadre')
  async report(
    @CurrentUser() user: SignedIn,
    @Param('id', RowIdPipe) id: number,
    @Param('n', RowIdPipe) position: number,
    @Body() body: ReportResultBody,
  ): Promise<ChecklistItemAnswer> {
    return checklistItemAnswer(
      await this.checklists.report(id, position, {
        text: body.text,
        at: officeMoment(body.at, user, 'at', this.config.timeZone),
        onlyFor: user.cadreCode,
      }),
    );
  }

  /** The checklists of a week; a cadre sees the own one. */
  @Get()
  @Roles('admin', 'office', 'leader', 'auditor', 'cadre')
  async list(@CurrentUser() user: SignedIn, @Query() query: ChecklistQuery): Promise<Page<ChecklistAnswer>> {
    const cadreCode = user.cadreCode ?? query.cadreCode;
    const items = await this.checklists.list({
      week: query.week,
      ...(cadreCode === undefined ? {} : { cadreCode }),
    });
    return pageOf(items.map(checklistAnswer), query);
  }
}
