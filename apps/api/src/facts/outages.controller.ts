import {
  DecideSlipService,
  type OutageSlip,
  OutagesService,
  type SlipPage,
  SlipsRepository,
} from '@cunqin/absences';
import { CurrentUser, Roles, type SignedIn } from '@cunqin/accounts';
import { CONFIG, type Config } from '@cunqin/platform';
import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Temporal } from 'temporal-polyfill';
import { FileOutageBody, OutageQuery } from './dto/slips.dto.js';
import { filingOf } from './slip-filing.js';
import { SlipController } from './slip.controller.js';

/** Times in which a clock was off or broken (设备故障), in the clock’s own time. */
@ApiTags('the week')
@Controller('outages')
export class OutagesController extends SlipController<'outages'> {
  protected readonly register = 'outages';

  constructor(
    private readonly outages: OutagesService,
    private readonly slips: SlipsRepository,
    protected readonly decisions: DecideSlipService,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    super();
  }

  @Post()
  @Roles('admin', 'office')
  async file(@CurrentUser() user: SignedIn, @Body() body: FileOutageBody): Promise<OutageSlip> {
    return this.outages.file({
      ...filingOf(body, user, this.config.timeZone),
      clockId: body.clockId,
      from: Temporal.PlainDateTime.from(body.from),
      until: Temporal.PlainDateTime.from(body.until),
      cause: body.cause,
    });
  }

  /** Slips with every decision about them. */
  @Get()
  @Roles('admin', 'office', 'leader', 'auditor', 'cadre')
  async list(@Query() query: OutageQuery): Promise<SlipPage<'outages'>> {
    return this.slips.list('outages', query, query);
  }
}
