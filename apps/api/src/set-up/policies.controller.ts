import { AnyRole, CurrentUser, Roles, type SignedIn } from '@cunqin/accounts';
import { PoliciesService, type Policy } from '@cunqin/assessment';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { type Page, pageOf, ShortListQuery } from '../http/paging.dto.js';

@ApiTags('set up')
@Controller('policies')
export class PoliciesController {
  constructor(private readonly policies: PoliciesService) {}

  /** Publishes a version of the rule that judges from a week on. What is left out keeps its default. */
  @Post()
  @Roles('admin')
  @ApiBody({
    schema: {
      type: 'object',
      required: ['effectiveFrom', 'clause'],
      example: {
        effectiveFrom: '2026-W36',
        clause: '…',
        quota: { organ: 2, resident: 3 },
        charge: 'per-week',
      },
    },
  })
  async publish(@CurrentUser() user: SignedIn, @Body() body: Record<string, unknown>): Promise<Policy> {
    return this.policies.publish(body, user.username);
  }

  /** The version that judges this week. */
  @Get('current')
  @AnyRole()
  async current(): Promise<Policy> {
    return this.policies.current();
  }

  @Get()
  @AnyRole()
  async list(@Query() query: ShortListQuery): Promise<Page<Policy>> {
    return pageOf(await this.policies.versions(), query);
  }
}
