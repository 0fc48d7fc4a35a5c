import { AnyRole, CurrentUser, Roles, type SignedIn } from '@cunqin/accounts';
import { QuarantineSettingsService, type QuarantineSettingView } from '@cunqin/punch-ledger';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Temporal } from 'temporal-polyfill';
import { type Page, pageOf, ShortListQuery } from '../http/paging.dto.js';
import { QuarantineSettingBody } from './ledger.dto.js';

/** From when on how much is too much. */
@ApiTags('ledger')
@Controller('quarantine-settings')
export class QuarantineSettingsController {
  constructor(private readonly settings: QuarantineSettingsService) {}

  /** Publishes a version that looks at punches from a date on; weeks judged since then are judged again. */
  @Post()
  @Roles('admin')
  async publish(
    @CurrentUser() user: SignedIn,
    @Body() { effectiveFrom, ...body }: QuarantineSettingBody,
  ): Promise<QuarantineSettingView> {
    const setting = { ...body, effectiveFrom: Temporal.PlainDate.from(effectiveFrom) };
    return this.settings.publish(setting, user.username);
  }

  /** Every version, the delivered one first. On a date the highest in effect decides. */
  @Get()
  @AnyRole()
  async list(@Query() query: ShortListQuery): Promise<Page<QuarantineSettingView>> {
    return pageOf(await this.settings.views(), query);
  }
}
