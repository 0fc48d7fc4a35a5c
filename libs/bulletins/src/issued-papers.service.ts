import { Inject, Injectable, Logger } from '@nestjs/common';
import { CodedError, CONFIG, type Config } from '@cunqin/platform';
import { CONTROL_TOTALS, DeductionFilesService } from './deduction-files.service.js';
import { IssuedDocumentsRepository } from './issued-documents.repository.js';
import { MONTHLY_PAPER_NAMES, MonthlyPapersService } from './monthly-papers.service.js';

/**
 * Has the papers of an issued month stored before anybody asks for them. Issuing and storing are two transactions:
 * a month is issued even where printing fails, and what is missing then is found and stored by a timer, or at the
 * first download, whichever is first.
 */
@Injectable()
export class IssuedPapersService {
  private readonly logger = new Logger(IssuedPapersService.name);

  constructor(
    private readonly papers: MonthlyPapersService,
    private readonly files: DeductionFilesService,
    private readonly documents: IssuedDocumentsRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Stores bulletin, public notice and deduction files; what is stored stays, and of an open month nothing is. */
  async keep(month: string): Promise<void> {
    await this.papers.keep(month);
    try {
      await this.files.store(month);
    } catch (refusal) {
      // Who wants payroll numbers in the files has to enter them first; the clerk is told who has none.
      if (!(refusal instanceof CodedError) || refusal.code !== 'PAYROLL.NUMBER_MISSING') throw refusal;
    }
  }

  /** The same for whoever has just issued the month, and is done whether printing succeeds or not. */
  async keepNowOrLater(month: string): Promise<void> {
    try {
      await this.keep(month);
    } catch (failure) {
      this.logger.error(`the papers of ${month} are not stored yet: ${String(failure)}`);
    }
  }

  /** The issued months of which a paper is missing. */
  async dueMonths(): Promise<string[]> {
    const names = [...MONTHLY_PAPER_NAMES, CONTROL_TOTALS];
    return this.documents.monthsWithout(this.config.township.code, names);
  }
}
