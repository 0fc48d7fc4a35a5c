import { Inject, Injectable } from '@nestjs/common';
import { CONFIG, type Config, TimeSource } from '@cunqin/platform';
import { MonthReportService } from '@cunqin/settlement';
import { Temporal } from 'temporal-polyfill';
import type { CsvEncoding } from './csv/payroll-csv.js';
import {
  type BatchInput,
  controlName,
  deductionFile,
  deductionFiles,
  readControl,
} from './deduction-files.js';
import { type DeductionBatch, deductionBatch } from './domain/deductions/deduction-batch.js';
import type { DeductionControl } from './domain/deductions/deduction-control.js';
import type { PrintedFile } from './issued-documents.repository.js';
import { IssuedDocumentsService } from './issued-documents.service.js';
import { type MappingVersion, PayrollSettingsService } from './payroll-settings.service.js';

/** Which file of a batch. */
export type DeductionFile =
  | { readonly shape: 'human'; readonly format: 'xlsx' }
  | { readonly shape: 'long' | 'wide'; readonly format: 'xlsx' }
  | { readonly shape: 'long' | 'wide'; readonly format: 'csv'; readonly encoding: CsvEncoding }
  | { readonly shape: 'control'; readonly format: 'json' | 'xlsx' };

/** A file and whether it may be booked yet. */
export interface HandedOutFile extends PrintedFile {
  readonly isDraft: boolean;
}

/** The files of a month's deductions: drafts until it is issued, the same bytes for ever from then on. */
@Injectable()
export class DeductionFilesService {
  constructor(
    private readonly reports: MonthReportService,
    private readonly settings: PayrollSettingsService,
    private readonly documents: IssuedDocumentsService,
    private readonly time: TimeSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * One file. All files of an issued month are stored together, at its issue or when the first is asked for, with
   * the mapping that was in force when it was issued; another version's are a set of their own.
   *
   * @param mapping a version of the mapping; `null`: of the issue, or today's for a draft
   * @throws CodedError `MONTH.UNKNOWN`, `MONTH.NO_RULE`, `PAYROLL.MAPPING_UNKNOWN`, `PAYROLL.NUMBER_MISSING`
   */
  async file(month: string, which: DeductionFile, mapping: number | null): Promise<HandedOutFile> {
    const batch = deductionBatch(await this.reports.of(month));
    const chosen = await this.mappingOf(batch, mapping);
    const name = nameOf(which, chosen.prefix);
    if (batch.docNo === null) {
      return { ...(await deductionFile(await this.input(batch, chosen), name)), isDraft: true };
    }
    return { ...(await this.stored(batch, chosen, name)), isDraft: false };
  }

  /** The control totals of a month; those of an issued one are stored with its files. */
  async control(month: string, mapping: number | null): Promise<DeductionControl> {
    return readControl((await this.file(month, { shape: 'control', format: 'json' }, mapping)).bytes);
  }

  /**
   * Stores every file of an issued month, with the mapping of its issue; those that are there stay, and of an open
   * month nothing is stored.
   *
   * @throws CodedError `PAYROLL.NUMBER_MISSING`
   */
  async store(month: string): Promise<void> {
    const report = await this.reports.issued(month);
    if (report === null) return;
    const batch = deductionBatch(report);
    await this.stored(batch, await this.mappingOf(batch, null), CONTROL_TOTALS);
  }

  private async stored(batch: DeductionBatch, chosen: ChosenMapping, name: string): Promise<PrintedFile> {
    const found = await this.documents.find(batch.month, name);
    if (found !== null) return found;
    const files = await deductionFiles(await this.input(batch, chosen));
    await this.documents.storeTogether(batch.month, files);
    const stored = await this.documents.find(batch.month, name);
    if (stored === null) throw new Error(`${name} of ${batch.month} was not stored`);
    return stored;
  }

  private async mappingOf(batch: DeductionBatch, asked: number | null): Promise<ChosenMapping> {
    const ofIssue = await this.settings.mapping(batch.issuedAt);
    if (asked === null || asked === ofIssue.version) return { mapping: ofIssue, prefix: PREFIX };
    return { mapping: await this.settings.versionOf(asked), prefix: `${PREFIX}-m${asked}` };
  }

  private async input(batch: DeductionBatch, { mapping, prefix }: ChosenMapping): Promise<BatchInput> {
    const { timeZone } = this.config;
    const date =
      batch.issuedAt === null
        ? this.time.localNow(timeZone).toPlainDate()
        : Temporal.Instant.from(batch.issuedAt).toZonedDateTimeISO(timeZone).toPlainDate();
    const personCodes = await this.settings.personCodes(batch, mapping);
    return { batch, mapping, mappingVersion: mapping.version, personCodes, date, prefix };
  }
}

interface ChosenMapping {
  readonly mapping: MappingVersion;
  readonly prefix: string;
}

const PREFIX = 'deductions';
/** Stored with all files of a month, it stands for them. */
export const CONTROL_TOTALS = controlName(PREFIX, 'json');

function nameOf(file: DeductionFile, prefix: string): string {
  if (file.shape === 'control') return controlName(prefix, file.format);
  if (file.shape === 'human') return `${prefix}.xlsx`;
  return file.format === 'xlsx'
    ? `${prefix}-${file.shape}.xlsx`
    : `${prefix}-${file.shape}-${file.encoding}.csv`;
}
