import { CurrentUser, Roles, type SignedIn } from '@cunqin/accounts';
import {
  deductionErrors,
  PayrollReceiptsService,
  RECEIPT_LIMIT_BYTES,
  type ReceiptAnswer,
  type StoredReceipt,
} from '@cunqin/bulletins';
import {
  Controller,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  UploadedFiles,
  UseInterceptors,
} from '@nestjs/common';
import { AnyFilesInterceptor } from '@nestjs/platform-express';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { instantText } from '../http/instant-text.js';
import { type Page, pageOf, ShortListQuery } from '../http/paging.dto.js';
import { MappingQuery } from './dto/deductions.dto.js';

/** A receipt as the API lists it. */
interface ReceiptRow extends Omit<StoredReceipt, 'uploadedAt' | 'result'> {
  readonly uploadedAt: string;
}

/** The part of an uploaded file that is used. */
interface UploadedFile {
  readonly originalname: string;
  readonly buffer: Buffer;
}

const LONGEST_FILE_NAME = 200;

/** What payroll says it withheld (回执). */
@ApiTags('the month')
@Controller('months')
export class PayrollReceiptsController {
  constructor(private readonly receipts: PayrollReceiptsService) {}

  /** Takes xlsx or CSV with 人员编码 and 实扣金额, and answers where it differs. A later file is the next version. */
  @Post(':month/payroll-receipts')
  @Roles('admin', 'payroll')
  @HttpCode(200)
  @UseInterceptors(AnyFilesInterceptor({ limits: { fileSize: RECEIPT_LIMIT_BYTES, files: 1, fields: 8 } }))
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: {
      type: 'object',
      required: ['file'],
      properties: { file: { type: 'string', format: 'binary' } },
    },
  })
  async take(
    @CurrentUser() user: SignedIn,
    @Param('month') month: string,
    @Query() { mapping }: MappingQuery,
    @UploadedFiles() files: UploadedFile[] | undefined,
  ): Promise<ReceiptAnswer> {
    const file = files?.[0];
    if (file === undefined) throw deductionErrors.noFile();
    const name = nameOf(file.originalname);
    return this.receipts.take(
      month,
      { name, bytes: file.buffer },
      { by: user.username, mapping: mapping ?? null },
    );
  }

  /** Every receipt of the month, the first first, and how each compared. */
  @Get(':month/payroll-receipts')
  @Roles('admin', 'office', 'payroll', 'leader', 'auditor')
  async list(
    @Param('month') month: string,
    @Query() query: ShortListQuery,
  ): Promise<Page<ReceiptRow & StoredReceipt['result']>> {
    const receipts = await this.receipts.list(month);
    return pageOf(
      receipts.map(({ result, uploadedAt, ...receipt }) => ({
        ...receipt,
        ...result,
        uploadedAt: instantText(uploadedAt),
      })),
      query,
    );
  }
}

/** Browsers send a file's name in UTF-8, and multipart takes it for Latin-1. */
function nameOf(original: string): string {
  const name = Buffer.from(original, 'latin1')
    .toString('utf8')
    .replaceAll(/\p{Cc}/gu, '');
  return name.slice(0, LONGEST_FILE_NAME);
}
