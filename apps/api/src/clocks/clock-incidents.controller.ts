import { CurrentUser, Roles, type SignedIn } from '@cunqin/accounts';
import { ClocksService } from '@cunqin/clocks';
import { ClockIncidentsService, type IncidentView } from '@cunqin/punch-ledger';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Page, PagingQuery } from '../http/paging.dto.js';
import { RowIdPipe } from '../http/row-id.pipe.js';
import { AcknowledgeIncidentBody } from './dto/clock.dto.js';

/** What spoke against a clock when it was read. */
@ApiTags('clocks')
@Controller('clocks/:id/incidents')
export class ClockIncidentsController {
  constructor(
    private readonly clocks: ClocksService,
    private readonly incidents: ClockIncidentsService,
  ) {}

  /** Incidents of a clock, newest first. */
  @Get()
  @Roles('admin', 'office', 'leader', 'auditor')
  async list(@Param('id', RowIdPipe) id: number, @Query() paging: PagingQuery): Promise<Page<IncidentView>> {
    await this.clocks.view(id);
    return this.incidents.list(id, paging);
  }

  /** Says that nothing was lost: what the clock's reads prove counts again, and weeks wait no longer for it. */
  @Post(':incidentId/acknowledge')
  @Roles('admin', 'office')
  @HttpCode(200)
  async acknowledge(
    @CurrentUser() user: SignedIn,
    @Param('id', RowIdPipe) id: number,
    @Param('incidentId', RowIdPipe) incidentId: number,
    @Body() body: AcknowledgeIncidentBody,
  ): Promise<IncidentView> {
    return this.incidents.acknowledge(id, incidentId, { ...body, by: user.username });
  }
}
