import { CurrentUser, Roles, type SignedIn } from '@cunqin/accounts';
import type { PushCommand } from '@cunqin/clock-protocol';
import {
  AnswerPushCountService,
  ClockEventsService,
  type ClockEventView,
  PushClocksService,
  PushCommandsService,
  type QuarantinedLineView,
  type UnknownPushDevice,
} from '@cunqin/clocks';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Page, PagingQuery } from '../http/paging.dto.js';
import { RowIdPipe } from '../http/row-id.pipe.js';
import { AcknowledgeEventBody, RefetchBody } from './dto/push.dto.js';
import { firstSecond, lastSecond } from './local-period.js';

/** Clocks that send their punches themselves. */
@ApiTags('clocks')
@Controller('clocks')
@Roles('admin')
export class PushClocksController {
  constructor(
    private readonly clocks: PushClocksService,
    private readonly commands: PushCommandsService,
    private readonly events: ClockEventsService,
    private readonly counts: AnswerPushCountService,
  ) {}

  /** Devices that push to us and that nobody has registered. */
  @Get('unknown')
  async unknown(): Promise<{ items: UnknownPushDevice[]; total: number }> {
    const items = await this.clocks.strangers();
    return { items, total: items.length };
  }

  /** Has a clock send a period again, by its own time; dates are whole days. */
  @Post(':id/refetch')
  @HttpCode(202)
  async refetch(
    @Param('id', RowIdPipe) id: number,
    @Body() body: RefetchBody,
    @CurrentUser() user: SignedIn,
  ): Promise<PushCommand> {
    return this.commands.refetch(id, firstSecond(body.from), lastSecond(body.until), user.username);
  }

  /** What was done to a clock, as the clock noted it. */
  @Get(':id/events')
  @Roles('admin', 'office', 'leader', 'auditor')
  async listEvents(
    @Param('id', RowIdPipe) id: number,
    @Query() paging: PagingQuery,
  ): Promise<Page<ClockEventView>> {
    return this.events.list(id, paging);
  }

  /** Answers for a cleared log or a reset clock: from there on it may be proven complete again. */
  @Post(':id/events/:eventId/acknowledge')
  @HttpCode(204)
  async acknowledge(
    @Param('id', RowIdPipe) id: number,
    @Param('eventId', RowIdPipe) eventId: number,
    @Body() body: AcknowledgeEventBody,
    @CurrentUser() user: SignedIn,
  ): Promise<void> {
    await this.events.acknowledge(id, eventId, body.reason, user.username);
  }

  /**
   * Answers for counts that go on to differ (`proof` in the health of clocks): nothing is missing up to the end of that
   * period, and from there on the clock may be proven complete again.
   */
  @Post(':id/count/acknowledge')
  @HttpCode(204)
  async answerCount(
    @Param('id', RowIdPipe) id: number,
    @Body() body: AcknowledgeEventBody,
    @CurrentUser() user: SignedIn,
  ): Promise<void> {
    await this.counts.answer(id, body.reason, user.username);
  }

  /** Lines of a clock that could not be read. */
  @Get(':id/quarantine')
  @Roles('admin', 'auditor')
  async quarantine(
    @Param('id', RowIdPipe) id: number,
    @Query() paging: PagingQuery,
  ): Promise<Page<QuarantinedLineView>> {
    return this.events.quarantined(id, paging);
  }
}
