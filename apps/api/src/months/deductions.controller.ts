import { Roles } from '@cunqin/accounts';
import { type DeductionControl, type DeductionFile, DeductionFilesService } from '@cunqin/bulletins';
import { Controller, Get, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { DeductionsCsvQuery, DeductionsXlsxQuery, MappingQuery } from './dto/deductions.dto.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const CHINESE_NAMES: Readonly<Record<DeductionFile['shape'], string>> = {
  human: '扣发表',
  long: '扣款明细',
  wide: '扣款汇总',
  control: '扣发控制表',
};

/** The deduction sheet (扣发表) and its import files. Drafts until the month is issued, frozen from then on. */
@ApiTags('the month')
@Controller('months')
@Roles('admin', 'office', 'payroll', 'leader', 'auditor')
export class DeductionsController {
  constructor(private readonly files: DeductionFilesService) {}

  /** For people to sign, or for the payroll program with `shape=long` or `wide`. */
  @Get(':month/deductions.xlsx')
  @ApiProduces(XLSX)
  async xlsx(
    @Param('month') month: string,
    @Query() { shape = 'human', mapping }: DeductionsXlsxQuery,
  ): Promise<StreamableFile> {
    return this.handOut(month, { shape, format: 'xlsx' }, mapping);
  }

  /** For the payroll program: `encoding=utf8` (with byte-order mark) or `gb18030`. */
  @Get(':month/deductions.csv')
  @ApiProduces('text/csv')
  async csv(
    @Param('month') month: string,
    @Query() { shape = 'long', encoding = 'utf8', mapping }: DeductionsCsvQuery,
  ): Promise<StreamableFile> {
    return this.handOut(month, { shape, format: 'csv', encoding }, mapping);
  }

  /** Control totals, and rows, sum, size and SHA-256 of every file of the batch. */
  @Get(':month/deductions/control.json')
  async control(
    @Param('month') month: string,
    @Query() { mapping }: MappingQuery,
  ): Promise<DeductionControl> {
    return this.files.control(month, mapping ?? null);
  }

  /** The same as a sheet. */
  @Get(':month/deductions/control.xlsx')
  @ApiProduces(XLSX)
  async controlSheet(
    @Param('month') month: string,
    @Query() { mapping }: MappingQuery,
  ): Promise<StreamableFile> {
    return this.handOut(month, { shape: 'control', format: 'xlsx' }, mapping);
  }

  private async handOut(
    month: string,
    which: DeductionFile,
    mapping: number | undefined,
  ): Promise<StreamableFile> {
    const { bytes, mediaType, isDraft } = await this.files.file(month, which, mapping ?? null);
    const chinese = `${month}-${CHINESE_NAMES[which.shape]}${isDraft ? '（草稿）' : ''}.${which.format}`;
    const plain = `${month}-deductions-${which.shape}${isDraft ? '-draft' : ''}.${which.format}`;
    return new StreamableFile(bytes, {
      type: mediaType,
      disposition: `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(chinese)}`,
    });
  }
}
