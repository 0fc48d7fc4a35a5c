import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config } from '@cunqin/platform';
import { VerifyLedgerService } from '@cunqin/punch-ledger';
import {
  defaultProcedure,
  type MonthReport,
  MonthReportService,
  type SettledMonth,
} from '@cunqin/settlement';
import { buildMonthlyBulletin, DEFAULT_RECIPIENTS } from './domain/monthly-bulletin.js';
import { buildPublicNotice } from './domain/public-notice.js';
import { renderBulletinWorkbook } from './excel/monthly-bulletin.workbook.js';
import type { PrintedFile } from './issued-documents.repository.js';
import { IssuedDocumentsService } from './issued-documents.service.js';
import { renderBulletinDocument } from './word/monthly-bulletin.document.js';
import { renderNoticeDocument } from './word/public-notice.document.js';

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const EXCEL = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The papers of a month, by the name under which they are downloaded and stored. */
const PAPERS = {
  'bulletin.docx': { mediaType: WORD, title: '通报' },
  'bulletin.xlsx': { mediaType: EXCEL, title: '通报' },
  'public-notice.docx': { mediaType: WORD, title: '公示' },
} as const;

export type MonthlyPaperName = keyof typeof PAPERS;
export const MONTHLY_PAPER_NAMES = Object.keys(PAPERS) as MonthlyPaperName[];

export interface MonthlyPaper extends PrintedFile {
  /** What a person calls the file: `2026-10-通报.docx`, `2026-10-通报（草稿）.docx`. */
  readonly fileName: string;
}

/** The bulletin and the public notice: live drafts of an open month, the stored bytes of an issued one. */
@Injectable()
export class MonthlyPapersService {
  constructor(
    private readonly months: MonthReportService,
    private readonly documents: IssuedDocumentsService,
    private readonly ledger: VerifyLedgerService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * A paper of a month. Nothing is printed from a ledger that was tampered with; what was issued before stays
   * as it was issued.
   *
   * @throws CodedError `MONTH.UNKNOWN`, `MONTH.NO_RULE`, `LEDGER.CHAIN_BROKEN`
   */
  async paper(month: string, name: MonthlyPaperName): Promise<MonthlyPaper> {
    const report = await this.months.of(month);
    if (isIssued(report)) {
      const stored = await this.documents.findOrPrint(month, name, () => this.print(report, name));
      return { ...stored, fileName: fileNameOf(month, name, false) };
    }
    await this.ledger.assertWhole();
    const isDraft = name !== 'public-notice.docx' || !['notice', 'approved'].includes(report.state);
    return { ...(await this.print(report, name)), fileName: fileNameOf(month, name, isDraft) };
  }

  /** Prints and stores every paper of an issued month that is not stored yet; of an open one nothing. */
  async keep(month: string): Promise<void> {
    const report = await this.months.issued(month);
    if (report === null) return;
    for (const name of MONTHLY_PAPER_NAMES) {
      await this.documents.findOrPrint(month, name, () => this.print(report, name));
    }
  }

  private async print(report: MonthReport | SettledMonth, name: MonthlyPaperName): Promise<PrintedFile> {
    return { name, mediaType: PAPERS[name].mediaType, bytes: await this.bytesOf(report, name) };
  }

  private async bytesOf(report: MonthReport | SettledMonth, name: MonthlyPaperName): Promise<Buffer> {
    const { reviewDays } = defaultProcedure;
    if (name === 'public-notice.docx') return renderNoticeDocument(buildPublicNotice(report, { reviewDays }));
    const form = { ...DEFAULT_RECIPIENTS, reviewDays, timeZone: this.config.timeZone };
    const bulletin = buildMonthlyBulletin(report, form);
    return name === 'bulletin.docx' ? renderBulletinDocument(bulletin) : renderBulletinWorkbook(bulletin);
  }
}

function isIssued(report: MonthReport | SettledMonth): report is SettledMonth {
  return report.state === 'issued';
}

function fileNameOf(month: string, name: MonthlyPaperName, isDraft: boolean): string {
  const extension = name.slice(name.lastIndexOf('.'));
  return `${month}-${PAPERS[name].title}${isDraft ? '（草稿）' : ''}${extension}`;
}
