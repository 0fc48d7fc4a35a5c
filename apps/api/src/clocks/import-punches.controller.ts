import { createHash } from 'node:crypto';
import { AuditService, CurrentUser, Roles, type SignedIn } from '@cunqin/accounts';
import { ATTLOG_FILE_LIMIT_BYTES, ImportAttlogService, usbErrors } from '@cunqin/clocks';
import { Controller, HttpCode, Post, Query, UploadedFiles, UseInterceptors } from '@nestjs/common';
import { AnyFilesInterceptor } from '@nestjs/platform-express';
import { ApiBody, ApiConsumes, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, Max, Min } from 'class-validator';

class ImportPunchesQuery {
  @ApiProperty({ type: 'integer', description: 'The clock the stick was in.' })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(2 ** 31 - 1)
  clockId: number;
}

/** The part of an uploaded file that is used. */
interface UploadedFile {
  readonly originalname: string;
  readonly buffer: Buffer;
}

/** Punches that came on a USB stick. */
@ApiTags('imports')
@Controller('imports')
@Roles('admin', 'office')
export class ImportPunchesController {
  constructor(
    private readonly imports: ImportAttlogService,
    private readonly audit: AuditService,
  ) {}

  /** Takes a clock's attlog.dat, the whole file or nothing. What the ledger has already changes nothing. */
  @Post('punches')
  @HttpCode(200)
  @UseInterceptors(
    AnyFilesInterceptor({ limits: { fileSize: ATTLOG_FILE_LIMIT_BYTES, files: 1, fields: 8 } }),
  )
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: {
      type: 'object',
      required: ['file'],
      properties: { file: { type: 'string', format: 'binary' } },
    },
  })
  async importPunches(
    @Query() { clockId }: ImportPunchesQuery,
    @CurrentUser() user: SignedIn,
    @UploadedFiles() files: UploadedFile[] | undefined,
  ): Promise<Awaited<ReturnType<ImportAttlogService['import']>>> {
    const file = files?.[0];
    if (file === undefined) throw usbErrors.missing();
    const result = await this.imports.import(clockId, file.buffer);
    // A stick passes through hands: which file it was must be found out later.
    await this.audit.record(null, {
      actor: user.username,
      action: 'punches.imported',
      subject: `clock ${clockId}`,
      detail: {
        sha256: createHash('sha256').update(file.buffer).digest('hex'),
        readId: result.readId,
        read: result.read,
        appended: result.appended,
      },
    });
    return result;
  }
}
