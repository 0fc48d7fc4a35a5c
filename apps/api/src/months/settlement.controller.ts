import { CurrentUser, Public, Roles, type SignedIn } from '@cunqin/accounts';
import {
  type BaselineView,
  BaselinesService,
  type PaperAnswer,
  ReconcileService,
  type Reconciliation,
  VerifyPaperService,
} from '@cunqin/settlement';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Page, pageOf, ShortListQuery } from '../http/paging.dto.js';
import { BaselineBody } from './dto/months.dto.js';

/** What the months rest on, and whether they hold. */
@ApiTags('the month')
@Controller()
export class SettlementController {
  constructor(
    private readonly baselines: BaselinesService,
    private readonly reconciler: ReconcileService,
    private readonly papers: VerifyPaperService,
  ) {}

  /** Figures of weeks before the clocks, with their source. A later record of the same weeks takes its place. */
  @Post('baselines')
  @Roles('admin', 'office')
  async record(@CurrentUser() user: SignedIn, @Body() body: BaselineBody): Promise<BaselineView> {
    return this.baselines.record(body, user.username);
  }

  @Get('baselines')
  @Roles('admin', 'office', 'payroll', 'leader', 'auditor')
  async list(@Query() query: ShortListQuery): Promise<Page<BaselineView>> {
    return pageOf(await this.baselines.list(), query);
  }

  /** Charged + adjustments = a recomputation of all weeks? Nothing is changed by asking. */
  @Get('settlement/reconciliation')
  @Roles('admin', 'office', 'payroll', 'leader', 'auditor')
  async reconciliation(): Promise<Reconciliation> {
    return this.reconciler.reconcile({ fromFacts: false });
  }

  /** Whether a paper with this code was issued. For everybody who holds one; says nothing about persons. */
  @Get('verify/:code')
  @Public()
  async verify(@Param('code') code: string): Promise<PaperAnswer> {
    return this.papers.verify(code);
  }
}
