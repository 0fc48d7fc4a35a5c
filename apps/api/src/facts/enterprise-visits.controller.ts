import {
  DecideSlipService,
  type EnterpriseVisitSlip,
  EnterpriseVisitsService,
  type SlipPage,
  SlipsRepository,
} from '@cunqin/absences';
import { CurrentUser, Roles, type SignedIn } from '@cunqin/accounts';
import { CONFIG, type Config } from '@cunqin/platform';
import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Temporal } from 'temporal-polyfill';
import { CadreSlipQuery, FileEnterpriseVisitBody } from './dto/slips.dto.js';
import { assertMayFileFor, filingOf, ownSlipsOnly } from './slip-filing.js';
import { SlipController } from './slip.controller.js';

/** Visits to enterprises (企业走访), where no clock stands. */
@ApiTags('the week')
@Controller('enterprise-visits')
export class EnterpriseVisitsController extends SlipController<'enterprise-visits'> {
  protected readonly register = 'enterprise-visits';

  constructor(
    private readonly enterpriseVisits: EnterpriseVisitsService,
    private readonly slips: SlipsRepository,
    protected readonly decisions: DecideSlipService,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    super();
  }

  @Post()
  @Roles('admin', 'office', 'cadre')
  async file(
    @CurrentUser() user: SignedIn,
    @Body() body: FileEnterpriseVisitBody,
  ): Promise<EnterpriseVisitSlip> {
    assertMayFileFor(user, body.cadreCode);
    return this.enterpriseVisits.file({
      ...filingOf(body, user, this.config.timeZone),
      cadreCode: body.cadreCode,
      date: Temporal.PlainDate.from(body.date),
      enterprise: body.enterprise,
      villageCode: body.villageCode ?? null,
    });
  }

  /** Slips with every decision about them; a cadre sees the own ones. */
  @Get()
  @Roles('admin', 'office', 'leader', 'auditor', 'cadre')
  async list(
    @CurrentUser() user: SignedIn,
    @Query() query: CadreSlipQuery,
  ): Promise<SlipPage<'enterprise-visits'>> {
    return this.slips.list('enterprise-visits', ownSlipsOnly(user, query), query);
  }
}
