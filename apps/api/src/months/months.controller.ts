import { CurrentUser, type Role, Roles, type SignedIn } from '@cunqin/accounts';
import { IssuedPapersService } from '@cunqin/bulletins';
import {
  AdvanceMonthsService,
  type MonthReminder,
  type MonthReport,
  MonthReportService,
  type MonthState,
  settlementErrors,
  type SettledMonth,
  TransitionMonthService,
} from '@cunqin/settlement';
import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { TransitionBody } from './dto/months.dto.js';

/** Who prepares, who approves. The office never approves, the leader never prepares. */
const STEP_ROLES: Readonly<Record<MonthState, readonly Role[]>> = {
  open: ['admin', 'office', 'leader'],
  checking: ['admin', 'office'],
  notice: ['admin', 'office'],
  approved: ['leader'],
  issued: ['admin', 'office'],
};

/** A month that is not issued, with what keeps it from going on by itself. */
export interface OpenMonthAnswer extends MonthReport {
  readonly reminder: MonthReminder | null;
}

/** The month: checked, noticed, approved, issued. */
@ApiTags('the month')
@Controller('months')
export class MonthsController {
  constructor(
    private readonly reports: MonthReportService,
    private readonly transitions: TransitionMonthService,
    private readonly papers: IssuedPapersService,
    private readonly advance: AdvanceMonthsService,
  ) {}

  /**
   * Live figures while the month is open, with a `reminder` of what keeps it from its check or its notice,
   * which it enters by itself; what was issued, word for word, from then on.
   */
  @Get(':month')
  @Roles('admin', 'office', 'payroll', 'leader', 'auditor')
  async figures(@Param('month') month: string): Promise<OpenMonthAnswer | SettledMonth> {
    const report = await this.reports.of(month);
    return 'sha256' in report ? report : { ...report, reminder: await this.advance.reminderOf(report) };
  }

  /**
   * Takes the month one step on, or gives it back to `open` with a reason. Refused with every reason at
   * once; issuing prints and stores its papers. `approved` is the leader's step and nobody's who prepared the month; `issued` needs a `docNo`.
   */
  @Post(':month/transitions')
  @Roles('admin', 'office', 'leader')
  @HttpCode(200)
  async take(
    @CurrentUser() user: SignedIn,
    @Param('month') month: string,
    @Body() body: TransitionBody,
  ): Promise<MonthReport | SettledMonth> {
    if (!STEP_ROLES[body.to].includes(user.role)) {
      throw settlementErrors.forbiddenStep(
        body.to,
        body.to === 'approved' ? '只有领导可以批准' : '由党政办办理',
      );
    }
    const { to, docNo = null, by: name = null, reason = null } = body;
    await this.transitions.take(month, { to, docNo: docNo?.trim() ?? null, name, reason }, user.username);
    if (to === 'issued') await this.papers.keepNowOrLater(month);
    return this.reports.of(month);
  }
}
