import { CurrentUser, Roles, type SignedIn } from '@cunqin/accounts';
import { BrowsePunchesService, PunchReviewsService, type PunchView } from '@cunqin/punch-ledger';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '../http/paging.dto.js';
import { PunchesQuery, ReviewPunchBody, UnmatchedPunchesQuery } from './ledger.dto.js';

@ApiTags('ledger')
@Controller('punches')
export class PunchesController {
  constructor(
    private readonly punches: BrowsePunchesService,
    private readonly reviews: PunchReviewsService,
  ) {}

  /** Punches as the clocks said them, with their hashes; a cadre sees the own ones. */
  @Get()
  @Roles('admin', 'office', 'leader', 'auditor', 'cadre')
  async list(@CurrentUser() user: SignedIn, @Query() query: PunchesQuery): Promise<Page<PunchView>> {
    return this.punches.browse(user.cadreCode === null ? query : { ...query, cadreCode: user.cadreCode });
  }

  /** Punches of numbers that nobody held at that clock that day. */
  @Get('unmatched')
  @Roles('admin', 'office', 'leader', 'auditor')
  async unmatched(@Query() query: UnmatchedPunchesQuery): Promise<Page<PunchView>> {
    return this.punches.browse({ ...query, unmatched: true });
  }

  /** Accepts or refuses a suspect punch. */
  @Post(':id/review')
  @Roles('office', 'leader')
  @HttpCode(200)
  async review(
    @CurrentUser() user: SignedIn,
    @Param('id') id: string,
    @Body() body: ReviewPunchBody,
  ): Promise<{ id: string; accept: boolean; reason: string }> {
    return this.reviews.review(id, { ...body, decidedBy: user.username });
  }
}
