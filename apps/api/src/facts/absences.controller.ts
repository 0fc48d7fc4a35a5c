import { AbsencesService } from '@cunqin/absences';
import { CurrentUser, Roles, type SignedIn } from '@cunqin/accounts';
import { CONFIG, CodedError, type Config } from '@cunqin/platform';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Temporal } from 'temporal-polyfill';
import { RowIdPipe } from '../http/row-id.pipe.js';
import { AbsenceQuery, FileAbsenceBody, RefuseBody } from './dto/facts.dto.js';
import { type Page, pageOf } from '../http/paging.dto.js';
import { type AbsenceAnswer, absenceAnswer } from './facts-answers.js';
import { officeMoment } from './office-moment.js';

/** Slips for whole days: leave, errands, training, meetings. Filed by one person, decided by another. */
@ApiTags('the week')
@Controller('absences')
export class AbsencesController {
  constructor(
    private readonly absences: AbsencesService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post()
  @Roles('admin', 'office', 'cadre')
  async file(@CurrentUser() user: SignedIn, @Body() body: FileAbsenceBody): Promise<AbsenceAnswer> {
    if (user.role === 'cadre' && user.cadreCode !== body.cadreCode) {
      throw new CodedError('ABSENCES.NOT_YOURS', 'a cadre files own absences only', {
        status: 403,
        title: '只能为自己请假',
      });
    }
    return absenceAnswer(
      await this.absences.file({
        cadreCode: body.cadreCode,
        kind: body.kind,
        from: Temporal.PlainDate.from(body.from),
        until: Temporal.PlainDate.from(body.until),
        filedAt: officeMoment(body.filedAt, user, 'filedAt', this.config.timeZone),
        filedBy: user.username,
      }),
    );
  }

  /** By another user than the one who filed it. */
  @Post(':id/approve')
  @Roles('admin', 'office', 'leader')
  @HttpCode(200)
  async approve(@CurrentUser() user: SignedIn, @Param('id', RowIdPipe) id: number): Promise<AbsenceAnswer> {
    return absenceAnswer(await this.absences.approve(id, user.username));
  }

  /** By another user than the one who filed it, with a reason. */
  @Post(':id/refuse')
  @Roles('admin', 'office', 'leader')
  @HttpCode(200)
  async refuse(
    @CurrentUser() user: SignedIn,
    @Param('id', RowIdPipe) id: number,
    @Body() body: RefuseBody,
  ): Promise<AbsenceAnswer> {
    return absenceAnswer(await this.absences.refuse(id, user.username, body.reason));
  }

  /** Slips; a cadre sees the own ones. */
  @Get()
  @Roles('admin', 'office', 'leader', 'auditor', 'cadre')
  async list(@CurrentUser() user: SignedIn, @Query() query: AbsenceQuery): Promise<Page<AbsenceAnswer>> {
    const cadreCode = user.cadreCode ?? query.cadreCode;
    const items = await this.absences.list(cadreCode === undefined ? {} : { cadreCode });
    return pageOf(items.map(absenceAnswer), query);
  }
}
