import { CurrentUser, Roles, type SignedIn } from '@cunqin/accounts';
import { RefreshAssessmentsService } from '@cunqin/assessment';
import { CONFIG, type Config } from '@cunqin/platform';
import { type Objection, ObjectionsService, settlementErrors } from '@cunqin/settlement';
import { IsoWeek } from '@cunqin/work-calendar';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { officeMoment } from '../facts/office-moment.js';
import { instantText } from '../http/instant-text.js';
import { type Page, pageOf } from '../http/paging.dto.js';
import { RowIdPipe } from '../http/row-id.pipe.js';
import { DecideObjectionBody, ObjectionQuery, RaiseObjectionBody } from './dto/months.dto.js';

/** An objection as the API shows it. */
export interface ObjectionAnswer extends Omit<Objection, 'filedAt' | 'decidedAt'> {
  readonly filedAt: string;
  readonly decidedAt: string | null;
}

/** Objections (异议) before the bulletin, reviews (复核) after it. Raised by one person, decided by another. */
@ApiTags('the month')
@Controller('objections')
export class ObjectionsController {
  constructor(
    private readonly objections: ObjectionsService,
    private readonly refresh: RefreshAssessmentsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post()
  @Roles('admin', 'office', 'cadre')
  async raise(@CurrentUser() user: SignedIn, @Body() body: RaiseObjectionBody): Promise<ObjectionAnswer> {
    if (user.role === 'cadre' && user.cadreCode !== body.cadreCode) throw settlementErrors.notYours();
    const week = IsoWeek.parse(body.week);
    await this.refresh.refreshWeek(week);
    return answer(
      await this.objections.raise({
        cadreCode: body.cadreCode,
        week,
        text: body.text,
        filedBy: user.username,
        filedAt: officeMoment(body.filedAt, user, 'filedAt', this.config.timeZone),
      }),
    );
  }

  /** By another user than the one who raised it. Upheld: the week is not charged, unless `waive` is false. */
  @Post(':id/decide')
  @Roles('admin', 'office', 'leader')
  @HttpCode(200)
  async decide(
    @CurrentUser() user: SignedIn,
    @Param('id', RowIdPipe) id: number,
    @Body() { upheld, reason, waive = true }: DecideObjectionBody,
  ): Promise<ObjectionAnswer> {
    return answer(await this.objections.decide(id, { upheld, waive, reason }, user.username));
  }

  /** In order of filing; a cadre sees the own ones. */
  @Get()
  @Roles('admin', 'office', 'leader', 'auditor', 'cadre')
  async list(@CurrentUser() user: SignedIn, @Query() query: ObjectionQuery): Promise<Page<ObjectionAnswer>> {
    const items = await this.objections.list({
      cadreCode: user.cadreCode ?? query.cadreCode,
      week: query.week,
    });
    return pageOf(items.map(answer), query);
  }
}

function answer(objection: Objection): ObjectionAnswer {
  return {
    ...objection,
    filedAt: instantText(objection.filedAt),
    decidedAt: objection.decidedAt && instantText(objection.decidedAt),
  };
}
