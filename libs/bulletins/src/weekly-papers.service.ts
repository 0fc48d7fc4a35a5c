import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { SealLedgerService } from '@cunqin/punch-ledger';
import type { Township } from '@cunqin/roster';
import type { IsoWeek } from '@cunqin/work-calendar';
import { summaryFigures } from './domain/summary-figures.js';
import { renderWeeklySummary } from './excel/weekly-summary.sheet.js';
import type { IssuedDocument } from './issued-documents.repository.js';
import { IssuedDocumentsService } from './issued-documents.service.js';
import { paperErrors } from './paper-errors.js';
import { type StoredPaper, WeeklyPapersRepository } from './weekly-papers.repository.js';
import { WeeklySummaryService } from './weekly-summary.service.js';

/** The sheet, and what it says for programs. */
export const SUMMARY_SHEET = 'summary.xlsx';
const SUMMARY_FIGURES = 'summary.json';

const EXCEL = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** A paper of a week as it was issued. */
export interface WeeklyPaper extends StoredPaper {
  /** Whether the week still comes to what the paper says. */
  readonly current: boolean;
}

/** The papers of a township's week: printed once and kept, whatever the week comes to later. */
@Injectable()
export class WeeklyPapersService {
  constructor(
    private readonly summaries: WeeklySummaryService,
    private readonly documents: IssuedDocumentsService,
    private readonly repository: WeeklyPapersRepository,
    private readonly seals: SealLedgerService,
  ) {}

  /**
   * Seals the ledger, judges the week, prints its summary and stores it, unless it is stored already; of two
   * that do so at once, one paper is kept.
   *
   * @throws CodedError `POLICY.NONE_IN_FORCE`
   */
  async issue(week: IsoWeek, township: Township): Promise<void> {
    if ((await this.documents.find(week.toString(), SUMMARY_SHEET, township.code)) !== null) return;
    await this.seals.sealToday();
    const summary = await this.summaries.summary(week, township);
    const files = [
      { name: SUMMARY_SHEET, mediaType: EXCEL, bytes: await renderWeeklySummary(summary) },
      { name: SUMMARY_FIGURES, mediaType: 'application/json', bytes: Buffer.from(summaryFigures(summary)) },
    ];
    await this.documents.storeTogether(week.toString(), files, township.code);
  }

  /** What was issued for a week, and whether it still holds. */
  async list(week: IsoWeek, township: Township): Promise<WeeklyPaper[]> {
    const papers = await this.repository.ofWeek(township.code, week.toString());
    const printed = papers.find(({ name }) => name === SUMMARY_FIGURES);
    if (printed === undefined) return [];
    const now = summaryFigures(await this.summaries.summary(week, township));
    const current = createHash('sha256').update(now).digest('hex') === printed.sha256;
    return papers.map((paper) => ({ ...paper, current }));
  }

  /** @throws CodedError `PAPERS.NOT_ISSUED` */
  async paper(week: IsoWeek, name: string, township: Township): Promise<IssuedDocument> {
    const isKnown = name === SUMMARY_SHEET || name === SUMMARY_FIGURES;
    const found = isKnown ? await this.documents.find(week.toString(), name, township.code) : null;
    if (found === null) throw paperErrors.notIssued(week.toString());
    return found;
  }
}
