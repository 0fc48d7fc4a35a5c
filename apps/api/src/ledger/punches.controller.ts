import { CurrentUser, Roles, type SignedIn } from '@cunqin/accounts';
import {
  BrowsePunchesService,
  type PunchHint,
  PunchHintsService,
  PunchReviewsService,
  type PunchView,
  type UnmatchedNumber,
  UnmatchedNumbersService,
} from '@cunqin/punch-ledger';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Temporal } from 'temporal-polyfill';
import { type Page, pageOf } from '../http/paging.dto.js';
import { HintsQuery, PunchesQuery, ReviewPunchBody, UnmatchedPunchesQuery } from './ledger.dto.js';

@ApiTags('ledger')
@Controller('punches')
export class PunchesController {
  constructor(
    private readonly punches: BrowsePunchesService,
    private readonly reviews: PunchReviewsService,
    private readonly numbers: UnmatchedNumbersService,
    private readonly hints: PunchHintsService,
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

  /** The same, one line a number and clock: how many, from when to when, and who holds the number otherwise. */
  @Get('unmatched/numbers')
  @Roles('admin', 'office', 'leader', 'auditor')
  async unmatchedNumbers(@Query() query: UnmatchedPunchesQuery): Promise<Page<UnmatchedNumber>> {
    return this.numbers.list(query);
  }

  /** Many people within seconds at one clock: worth a look, and no more. */
  @Get('hints')
  @Roles('admin', 'office', 'leader', 'auditor')
  async hintsBetween(@Query() query: HintsQuery): Promise<Page<PunchHint>> {
    const date = (text: string | undefined): Temporal.PlainDate | null =>
      text === undefined ? null : Temporal.PlainDate.from(text);
    return pageOf(await this.hints.between(date(query.from), date(query.until)), query);
  }

  /**
   * Accepts or refuses a suspect punch. Accepted, it counts by its own time; one without a usable date cannot be
   * accepted (`LEDGER.NO_DATE`): refuse it, and let a correction be approved.
   */
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
