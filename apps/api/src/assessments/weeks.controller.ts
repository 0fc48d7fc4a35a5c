import { AuditService, CurrentUser, Roles, type SignedIn } from '@cunqin/accounts';
import { renderWeeklySummary, type WeekFigures, WeeklySummaryService } from '@cunqin/bulletins';
import { IsoWeek } from '@cunqin/work-calendar';
import { Controller, Get, Param, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The week summed up. */
@ApiTags('the week')
@Controller('weeks')
@Roles('admin', 'office', 'payroll', 'leader', 'auditor')
export class WeeksController {
  constructor(
    private readonly summaries: WeeklySummaryService,
    private readonly audit: AuditService,
  ) {}

  /** The figures of a week. */
  @Get(':week')
  async figures(@Param('week') week: string): Promise<WeekFigures> {
    return this.summaries.figures(IsoWeek.parse(week));
  }

  /** The weekly summary (周汇总表), ready to be printed. */
  @Get(':week/summary.xlsx')
  @ApiProduces(XLSX)
  async summary(@CurrentUser() user: SignedIn, @Param('week') weekText: string): Promise<StreamableFile> {
    const week = IsoWeek.parse(weekText);
    const sheet = await renderWeeklySummary(await this.summaries.summary(week));
    await this.audit.record(null, {
      actor: user.username,
      action: 'export',
      subject: `weekly-summary ${week}`,
      detail: {},
    });
    const name = encodeURIComponent(`${week}-周汇总表.xlsx`);
    return new StreamableFile(sheet, {
      type: XLSX,
      disposition: `attachment; filename="${week}-summary.xlsx"; filename*=UTF-8''${name}`,
    });
  }
}
