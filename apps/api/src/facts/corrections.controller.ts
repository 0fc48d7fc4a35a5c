import {
  type CorrectionSlip,
  CorrectionsService,
  DecideSlipService,
  type SlipPage,
  SlipsRepository,
} from '@cunqin/absences';
import { CurrentUser, Roles, type SignedIn } from '@cunqin/accounts';
import { CorrectionTermsService } from '@cunqin/assessment';
import { CONFIG, type Config } from '@cunqin/platform';
import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Temporal } from 'temporal-polyfill';
import { CadreSlipQuery, FileCorrectionBody } from './dto/slips.dto.js';
import { assertMayFileFor, filingOf, ownSlipsOnly } from './slip-filing.js';
import { SlipController } from './slip.controller.js';

/** Corrections (补卡): the paper proof of one missing punch, within the limits of the rule. */
@ApiTags('the week')
@Controller('corrections')
export class CorrectionsController extends SlipController<'corrections'> {
  protected readonly register = 'corrections';

  constructor(
    private readonly corrections: CorrectionsService,
    private readonly terms: CorrectionTermsService,
    private readonly slips: SlipsRepository,
    protected readonly decisions: DecideSlipService,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    super();
  }

  @Post()
  @Roles('admin', 'office', 'cadre')
  async file(@CurrentUser() user: SignedIn, @Body() body: FileCorrectionBody): Promise<CorrectionSlip> {
    assertMayFileFor(user, body.cadreCode);
    const correction = {
      ...filingOf(body, user, this.config.timeZone),
      cadreCode: body.cadreCode,
      date: Temporal.PlainDate.from(body.date),
      half: body.half,
      villageCode: body.villageCode,
      reason: body.reason,
      witness: body.witness,
    };
    return this.corrections.file(correction, await this.terms.of(correction));
  }

  /** Slips with every decision about them; a cadre sees the own ones. */
  @Get()
  @Roles('admin', 'office', 'leader', 'auditor', 'cadre')
  async list(
    @CurrentUser() user: SignedIn,
    @Query() query: CadreSlipQuery,
  ): Promise<SlipPage<'corrections'>> {
    return this.slips.list('corrections', ownSlipsOnly(user, query), query);
  }
}
