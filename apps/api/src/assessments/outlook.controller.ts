import { CurrentUser, Roles, type SignedIn } from '@cunqin/accounts';
import { ForeseeWeekService, type WeekOutlook } from '@cunqin/assessment';
import { IsoWeek } from '@cunqin/work-calendar';
import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';

/** The week as it may still turn out. */
@ApiTags('the week')
@Controller('weeks')
@Roles('admin', 'office', 'payroll', 'leader', 'auditor', 'cadre')
export class OutlookController {
  constructor(private readonly foresight: ForeseeWeekService) {}

  /** Who still needs how many days and items, and whether it can still be done; a cadre sees the own outlook. */
  @Get(':week/outlook')
  async outlook(@CurrentUser() user: SignedIn, @Param('week') week: string): Promise<WeekOutlook> {
    return this.foresight.outlook(IsoWeek.parse(week), user.cadreCode);
  }
}
