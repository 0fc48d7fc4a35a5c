import { RefreshAssessmentsService } from '@cunqin/assessment';
import { AuditService } from '@cunqin/accounts';
import { IssuedPapersService, WeeklyPapersService } from '@cunqin/bulletins';
import { DailyBackupService, TOWNSHIP_QUEUE, type TownshipJobs } from '@cunqin/platform';
import { SealLedgerService, VerifyLedgerService } from '@cunqin/punch-ledger';
import { TownshipsService } from '@cunqin/roster';
import { AdvanceMonthsService } from '@cunqin/settlement';
import { IsoWeek } from '@cunqin/work-calendar';
import { Processor } from '@nestjs/bullmq';
import type { JobHandlers } from './job-handlers.js';
import { COUNT_OUTCOMES, LATER, QueueWorker } from './queue-worker.js';

/** Work on the townships' own records. */
@Processor(TOWNSHIP_QUEUE, { ...LATER, metrics: COUNT_OUTCOMES })
export class TownshipJobsProcessor extends QueueWorker<TownshipJobs> {
  protected readonly handlers: JobHandlers<TownshipJobs> = {
    'refresh-assessments': () => this.assessments.refreshDirty(),
    'seal-ledger': () => this.seals.sealToday(),
    'verify-ledger': () => this.verifier.verify({ resume: true }),
    'weekly-summary': async ({ week, townshipCode }) =>
      this.weeklyPapers.issue(IsoWeek.parse(week), await this.townships.named(townshipCode)),
    'month-papers': ({ month }) => this.monthPapers.keep(month),
    'advance-months': () => this.months.advance(),
    'back-up': () => this.backUp(),
  };

  constructor(
    private readonly assessments: RefreshAssessmentsService,
    private readonly seals: SealLedgerService,
    private readonly verifier: VerifyLedgerService,
    private readonly townships: TownshipsService,
    private readonly weeklyPapers: WeeklyPapersService,
    private readonly monthPapers: IssuedPapersService,
    private readonly months: AdvanceMonthsService,
    private readonly backups: DailyBackupService,
    private readonly audit: AuditService,
  ) {
    super();
  }

  /** A copy of everybody's records was made: that stands in the trail like every other export. */
  private async backUp(): Promise<void> {
    const report = await this.backups.run();
    if (report === null) return;
    const { path, rows, bytes, sha256 } = report;
    await this.audit.record(null, {
      actor: 'system',
      action: 'database.backed-up',
      subject: path,
      detail: { rows, bytes, sha256 },
    });
  }
}
