import {
  DecideSlipService,
  EmergencyDutiesService,
  type EmergencyDutySlip,
  type SlipPage,
  SlipsRepository,
} from '@cunqin/absences';
import { CurrentUser, Roles, type SignedIn } from '@cunqin/accounts';
import { CONFIG, type Config } from '@cunqin/platform';
import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Temporal } from 'temporal-polyfill';
import { CadreSlipQuery, FileEmergencyDutyBody } from './dto/slips.dto.js';
import { filingOf, ownSlipsOnly } from './slip-filing.js';
import { SlipController } from './slip.controller.js';

/** Command rosters (应急值守): who was on duty by which order. */
@ApiTags('the week')
@Controller('emergency-duties')
export class EmergencyDutiesController extends SlipController<'emergency-duties'> {
  protected readonly register = 'emergency-duties';

  constructor(
    private readonly emergencyDuties: EmergencyDutiesService,
    private readonly slips: SlipsRepository,
    protected readonly decisions: DecideSlipService,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    super();
  }

  @Post()
  @Roles('admin', 'office')
  async file(@CurrentUser() user: SignedIn, @Body() body: FileEmergencyDutyBody): Promise<EmergencyDutySlip> {
    return this.emergencyDuties.file({
      ...filingOf(body, user, this.config.timeZone),
      order: body.order,
      from: Temporal.PlainDate.from(body.from),
      until: Temporal.PlainDate.from(body.until),
      cadreCodes: body.cadreCodes,
    });
  }

  /** Slips with every decision about them; a cadre sees the own ones, and nobody else on them. */
  @Get()
  @Roles('admin', 'office', 'leader', 'auditor', 'cadre')
  async list(
    @CurrentUser() user: SignedIn,
    @Query() query: CadreSlipQuery,
  ): Promise<SlipPage<'emergency-duties'>> {
    const page = await this.slips.list('emergency-duties', ownSlipsOnly(user, query), query);
    const { cadreCode } = user;
    if (cadreCode === null) return page;
    return { ...page, items: page.items.map((duty) => ({ ...duty, cadreCodes: [cadreCode] })) };
  }
}
