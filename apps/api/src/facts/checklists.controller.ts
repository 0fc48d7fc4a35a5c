import { CurrentUser, Roles, type SignedIn } from '@cunqin/accounts';
import { ChecklistStandingService, RefreshAssessmentsService } from '@cunqin/assessment';
import {
  ChecklistsService,
  type CopiedChecklists,
  CopyChecklistsService,
  type NewTask,
} from '@cunqin/checklists';
import { CONFIG, type Config } from '@cunqin/platform';
import { IsoWeek } from '@cunqin/work-calendar';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { parseMoment } from '../http/moment.js';
import { type Page, pageOf } from '../http/paging.dto.js';
import { RowIdPipe } from '../http/row-id.pipe.js';
import {
  type ChecklistAnswer,
  checklistAnswer,
  standingAnswer,
  type StandingItemAnswer,
} from './checklist-answers.js';
import {
  AddItemsBody,
  type ChecklistItemBody,
  ChecklistQuery,
  CopyChecklistsBody,
  CreateChecklistBody,
} from './dto/checklists.dto.js';

/** Weekly task checklists (工作清单), and how they stand. */
@ApiTags('the week')
@Controller('checklists')
export class ChecklistsController {
  constructor(
    private readonly checklists: ChecklistsService,
    private readonly copies: CopyChecklistsService,
    private readonly standing: ChecklistStandingService,
    private readonly refresh: RefreshAssessmentsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Gives a cadre the task checklist of a week. */
  @Post()
  @Roles('admin', 'office', 'leader')
  async create(@Body() body: CreateChecklistBody): Promise<ChecklistAnswer> {
    const { cadreCode } = body;
    const week = IsoWeek.parse(body.week);
    return checklistAnswer(
      await this.checklists.create({ cadreCode, week, items: this.tasksOf(body.items) }),
    );
  }

  /** Asks for the tasks of a week again in a later one. Who has a list of the own there is left alone. */
  @Post('copy')
  @Roles('admin', 'office', 'leader')
  @HttpCode(200)
  async copy(@Body() { fromWeek, toWeek, cadreCodes }: CopyChecklistsBody): Promise<CopiedChecklists> {
    return this.copies.copy({ from: IsoWeek.parse(fromWeek), to: IsoWeek.parse(toWeek) }, cadreCodes);
  }

  /** Asks for more in a list that is there; each item must be due after now. */
  @Post(':id/items')
  @Roles('admin', 'office', 'leader')
  async addItems(@Param('id', RowIdPipe) id: number, @Body() body: AddItemsBody): Promise<ChecklistAnswer> {
    return checklistAnswer(await this.checklists.addItems(id, this.tasksOf(body.items)));
  }

  /** The checklists of a week and how each item stands; a cadre sees the own one. */
  @Get()
  @Roles('admin', 'office', 'leader', 'auditor', 'cadre')
  async list(
    @CurrentUser() user: SignedIn,
    @Query() query: ChecklistQuery,
  ): Promise<Page<ChecklistAnswer<StandingItemAnswer>>> {
    const week = IsoWeek.parse(query.week);
    await this.refresh.refreshWeek(week);
    const lists = (await this.standing.ofWeek(week, user.cadreCode ?? query.cadreCode)).map(standingAnswer);
    const { state } = query;
    return pageOf(
      state === undefined ? lists : lists.filter((list) => list.items.some(stands(state))),
      query,
    );
  }

  private tasksOf(items: readonly ChecklistItemBody[]): NewTask[] {
    return items.map(({ title, villageCode = null, dueAt }) => ({
      title,
      villageCode,
      dueAt: dueAt === undefined ? null : parseMoment(dueAt, this.config.timeZone),
    }));
  }
}

function stands(state: NonNullable<ChecklistQuery['state']>): (item: StandingItemAnswer) => boolean {
  if (state === 'returned') return ({ returned }) => returned;
  if (state === 'unsupported') return ({ marks }) => marks.length > 0;
  return (item) => item.state === state;
}
