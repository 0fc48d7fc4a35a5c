import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, TimeSource } from '@cunqin/platform';
import { MonthReportService } from '@cunqin/settlement';
import { deductionErrors } from './deduction-errors.js';
import { deductionBatch } from './domain/deductions/deduction-batch.js';
import { byPerson, movingLines } from './domain/deductions/payroll-table.js';
import { type ExpectedPerson, matchReceipt, type ReceiptResult } from './domain/receipts/match-receipt.js';
import { receiptLines } from './domain/receipts/receipt-lines.js';
import { PayrollReceiptsRepository, type StoredReceipt } from './payroll-receipts.repository.js';
import { PayrollSettingsService } from './payroll-settings.service.js';
import { readReceipt } from './receipts/read-receipt.js';

/** A stored receipt and how it compares. */
export interface ReceiptAnswer extends ReceiptResult {
  readonly version: number;
}

/** Takes what payroll says it withheld and lists where that differs. Nothing is booked by it. */
@Injectable()
export class PayrollReceiptsService {
  constructor(
    private readonly reports: MonthReportService,
    private readonly settings: PayrollSettingsService,
    private readonly repository: PayrollReceiptsRepository,
    private readonly time: TimeSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Matches a receipt with the issued month, and keeps it as the next version.
   *
   * @param mapping the version of the mapping under which the files were made; `null`: that of the issue
   * @throws CodedError `RECEIPT.NOT_ISSUED`, or why the file cannot be read
   */
  async take(
    month: string,
    file: { readonly name: string; readonly bytes: Buffer },
    { by, mapping }: { readonly by: string; readonly mapping: number | null },
  ): Promise<ReceiptAnswer> {
    const expected = await this.expected(month, mapping);
    const result = matchReceipt(expected, receiptLines(await readReceipt(file.bytes)));
    const version = await this.repository.add(this.config.township.code, month, {
      fileName: file.name,
      bytes: file.bytes,
      result,
      uploadedBy: by,
      uploadedAt: new Date(this.time.now().epochMilliseconds),
    });
    return { version, ...result };
  }

  /** Every receipt of a month, the first first. */
  async list(month: string): Promise<StoredReceipt[]> {
    return this.repository.all(this.config.township.code, month);
  }

  private async expected(month: string, asked: number | null): Promise<ExpectedPerson[]> {
    const report = await this.reports.of(month);
    if (report.state !== 'issued') throw deductionErrors.notIssued(month);
    const batch = deductionBatch(report);
    const mapping =
      asked === null ? await this.settings.mapping(batch.issuedAt) : await this.settings.versionOf(asked);
    const codes = await this.settings.personCodes(batch, mapping);
    return byPerson(movingLines(batch)).map((lines) => {
      const [{ cadreCode }] = lines;
      return {
        cadreCode,
        personCode: codes.get(cadreCode) ?? cadreCode,
        amountsFen: lines.map(({ amountFen }) => amountFen),
      };
    });
  }
}
