import { CurrentUser, Roles, type SignedIn } from '@cunqin/accounts';
import { type MappingVersion, type PayrollNumber, PayrollSettingsService } from '@cunqin/bulletins';
import { Body, Controller, Get, Put, Query } from '@nestjs/common';
import { ApiBody, ApiTags } from '@nestjs/swagger';
import { type Page, pageOf, ShortListQuery } from '../http/paging.dto.js';
import { PayrollNumbersBody } from './dto/deductions.dto.js';

/** How the payroll program wants its files. */
@ApiTags('the month')
@Controller()
@Roles('admin', 'office', 'payroll', 'leader', 'auditor')
export class PayrollSettingsController {
  constructor(private readonly settings: PayrollSettingsService) {}

  /** The version in force; version 0 is the default. */
  @Get('payroll-mapping')
  async mapping(): Promise<MappingVersion> {
    return this.settings.mapping();
  }

  @Get('payroll-mapping/versions')
  async versions(@Query() query: ShortListQuery): Promise<Page<MappingVersion>> {
    return pageOf(await this.settings.versions(), query);
  }

  /** Records the next version. What is left out is as by default. Issued months keep theirs. */
  @Put('payroll-mapping')
  @Roles('admin', 'payroll')
  @ApiBody({
    schema: {
      type: 'object',
      example: {
        personCode: 'payroll-number',
        monthFormat: 'YYYYMM',
        items: {
          current: { code: '0901', name: '岗位补贴扣发' },
          supplement: { code: '0902', name: '岗位补贴追补' },
          reversal: { code: '0903', name: '岗位补贴冲回' },
        },
        long: [
          { key: 'personCode', title: '职工编号' },
          { key: 'amount', title: '金额' },
        ],
      },
    },
  })
  async record(
    @CurrentUser() user: SignedIn,
    @Body() body: Record<string, unknown>,
  ): Promise<MappingVersion> {
    return this.settings.record(body, user.username);
  }

  /** Whom the payroll program knows by which number. */
  @Get('payroll-numbers')
  async numbers(@Query() query: ShortListQuery): Promise<Page<PayrollNumber>> {
    return pageOf(await this.settings.numbers(), query);
  }

  /** Records numbers, all or nothing; a later one takes an earlier one's place. */
  @Put('payroll-numbers')
  @Roles('admin', 'payroll')
  async recordNumbers(
    @CurrentUser() user: SignedIn,
    @Body() { numbers }: PayrollNumbersBody,
    @Query() query: ShortListQuery,
  ): Promise<Page<PayrollNumber>> {
    return pageOf(await this.settings.recordNumbers(numbers, user.username), query);
  }
}
