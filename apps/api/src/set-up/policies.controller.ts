import { AnyRole, CurrentUser, Roles, type SignedIn } from '@cunqin/accounts';
import { PoliciesService, type PolicyVersion } from '@cunqin/assessment';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { type Page, pageOf } from '../http/paging.dto.js';
import { RowIdPipe } from '../http/row-id.pipe.js';
import { ApprovePolicyBody, PoliciesQuery } from './dto/policies.dto.js';

@ApiTags('set up')
@Controller('policies')
export class PoliciesController {
  constructor(private readonly policies: PoliciesService) {}

  /**
   * Publishes a version of the rule that judges from a week on. What is left out keeps its default. `approver` is
   * the leader who answers for it, with the document; without it a leader may approve later. `townshipCode` is for
   * a county's further townships. A month that was issued is only reached with `intoIssuedMonths`.
   */
  @Post()
  @Roles('admin')
  @ApiBody({
    schema: {
      type: 'object',
      required: ['effectiveFrom', 'clause'],
      example: {
        effectiveFrom: '2026-W36',
        clause: '…',
        approver: '张书记，官办发〔2026〕3号',
        quota: { organ: 2, resident: 3 },
        charge: 'per-week',
      },
    },
  })
  async publish(
    @CurrentUser() user: SignedIn,
    @Body() body: Record<string, unknown>,
  ): Promise<PolicyVersion> {
    return this.policies.publish(body, user.username);
  }

  /** A leader answers for a version that somebody else wrote. */
  @Post(':version/approve')
  @Roles('leader')
  @HttpCode(200)
  async approve(
    @CurrentUser() user: SignedIn,
    @Param('version', RowIdPipe) version: number,
    @Body() body: ApprovePolicyBody,
  ): Promise<PolicyVersion> {
    return this.policies.approve(version, user.username, body.docNo?.trim() ?? null);
  }

  /** The version that judges this week in the first township. */
  @Get('current')
  @AnyRole()
  async current(): Promise<PolicyVersion> {
    return this.policies.current();
  }

  /** One version, of whatever township. */
  @Get(':version')
  @AnyRole()
  async version(@Param('version', RowIdPipe) version: number): Promise<PolicyVersion> {
    return this.policies.version(version);
  }

  /** Every version of a township, each with its author and approver. */
  @Get()
  @AnyRole()
  async list(@Query() { townshipCode, ...query }: PoliciesQuery): Promise<Page<PolicyVersion>> {
    return pageOf(await this.policies.versions(undefined, townshipCode), query);
  }
}
