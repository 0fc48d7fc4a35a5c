import { CurrentUser, Roles, type SignedIn } from '@cunqin/accounts';
import { CarryOverService, ItemResultsService } from '@cunqin/checklists';
import { CONFIG, type Config } from '@cunqin/platform';
import { IsoWeek } from '@cunqin/work-calendar';
import { Body, Controller, HttpCode, Inject, Param, Post, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { parseMoment } from '../http/moment.js';
import { RowIdPipe } from '../http/row-id.pipe.js';
import {
  type ChecklistAnswer,
  checklistAnswer,
  type ChecklistItemAnswer,
  checklistItemAnswer,
} from './checklist-answers.js';
import { CarryOverBody, ReportResultBody, ReturnResultBody } from './dto/checklists.dto.js';
import { officeMoment } from './office-moment.js';

/** What becomes of an item: its result, its return, its move to a later week. */
@ApiTags('the week')
@Controller('checklists/:id/items/:n')
export class ChecklistItemsController {
  constructor(
    private readonly results: ItemResultsService,
    private readonly carryOvers: CarryOverService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Reports the result of an item: once, and again after it was returned. */
  @Put('result')
  @Roles('admin', 'office', 'cadre')
  async report(
    @CurrentUser() user: SignedIn,
    @Param('id', RowIdPipe) id: number,
    @Param('n', RowIdPipe) position: number,
    @Body() { text, at }: ReportResultBody,
  ): Promise<ChecklistItemAnswer> {
    const result = { text, at: officeMoment(at, user, 'at', this.config.timeZone) };
    return checklistItemAnswer(await this.results.report(id, position, result, user));
  }

  /** Returns (退回) the result that stands; by another person than the one who reported it. */
  @Post('return')
  @Roles('office', 'leader')
  @HttpCode(200)
  async return(
    @CurrentUser() user: SignedIn,
    @Param('id', RowIdPipe) id: number,
    @Param('n', RowIdPipe) position: number,
    @Body() { reason }: ReturnResultBody,
  ): Promise<ChecklistItemAnswer> {
    return checklistItemAnswer(await this.results.return(id, position, reason, user));
  }

  /** Moves an item without a result to a later week. @returns that week's list, with the item in it */
  @Post('carry-over')
  @Roles('office', 'leader')
  async carryOver(
    @CurrentUser() { username: by }: SignedIn,
    @Param('id', RowIdPipe) id: number,
    @Param('n', RowIdPipe) position: number,
    @Body() { week, reason, dueAt }: CarryOverBody,
  ): Promise<ChecklistAnswer> {
    const { to } = await this.carryOvers.carryOver(id, position, {
      toWeek: IsoWeek.parse(week),
      dueAt: dueAt === undefined ? null : parseMoment(dueAt, this.config.timeZone),
      reason: reason ?? null,
      by,
    });
    return checklistAnswer(to);
  }
}
