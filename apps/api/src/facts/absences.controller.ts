import {
  type AbsenceSlip,
  AbsencesService,
  DecideSlipService,
  type SlipPage,
  SlipsRepository,
} from '@cunqin/absences';
import { CurrentUser, Roles, type SignedIn } from '@cunqin/accounts';
import { CONFIG, type Config } from '@cunqin/platform';
import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Temporal } from 'temporal-polyfill';
import { CadreSlipQuery, FileAbsenceBody } from './dto/slips.dto.js';
import { assertMayFileFor, filingOf, ownSlipsOnly } from './slip-filing.js';
import { SlipController } from './slip.controller.js';

/** Slips for leave, errands, training, meetings. Filed by one person, decided by another. */
@ApiTags('the week')
@Controller('absences')
export class AbsencesController extends SlipController<'absences'> {
  protected readonly register = 'absences';

  constructor(
    private readonly absences: AbsencesService,
    private readonly slips: SlipsRepository,
    protected readonly decisions: DecideSlipService,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    super();
  }

  @Post()
  @Roles('admin', 'office', 'cadre')
  async file(@CurrentUser() user: SignedIn, @Body() body: FileAbsenceBody): Promise<AbsenceSlip> {
    assertMayFileFor(user, body.cadreCode);
    return this.absences.file({
      ...filingOf(body, user, this.config.timeZone),
      cadreCode: body.cadreCode,
      kind: body.kind,
      from: Temporal.PlainDate.from(body.from),
      until: Temporal.PlainDate.from(body.until),
      half: body.half ?? null,
    });
  }

  /** Slips with every decision about them; a cadre sees the own ones. */
  @Get()
  @Roles('admin', 'office', 'leader', 'auditor', 'cadre')
  async list(@CurrentUser() user: SignedIn, @Query() query: CadreSlipQuery): Promise<SlipPage<'absences'>> {
    return this.slips.list('absences', ownSlipsOnly(user, query), query);
  }
}
