import { CurrentUser, Roles, type SignedIn } from '@cunqin/accounts';
import { uploadErrors } from '@cunqin/platform';
import { VillagesService } from '@cunqin/roster';
import {
  applyDecorators,
  Controller,
  Get,
  HttpCode,
  Post,
  Query,
  StreamableFile,
  UploadedFiles,
  UseInterceptors,
} from '@nestjs/common';
import { AnyFilesInterceptor } from '@nestjs/platform-express';
import { ApiBody, ApiConsumes, ApiProduces, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { ImportForm } from './import-columns.js';
import type { ImportAnswer } from './import-run.js';
import { IMPORT_FORMS, ImportSheetService } from './import-sheet.service.js';
import { importTemplate } from './import-template.js';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** Ten thousand rows have a tenth of this. */
const MOST_BYTES = 8 * 1024 * 1024;

class ImportQuery {
  @ApiProperty({
    required: false,
    enum: ['true', 'false'],
    default: 'false',
    description: 'Import the rows that are right although others are rejected.',
  })
  @IsOptional()
  @IsIn(['true', 'false'])
  partial?: 'true' | 'false';
}

/** The part of an uploaded file that is used. */
interface UploadedFile {
  readonly buffer: Buffer;
}

const takesWorkbook = (): MethodDecorator =>
  applyDecorators(
    HttpCode(200),
    UseInterceptors(AnyFilesInterceptor({ limits: { fileSize: MOST_BYTES, files: 1, fields: 8 } })),
    ApiConsumes('multipart/form-data'),
    ApiBody({
      schema: {
        type: 'object',
        required: ['file'],
        properties: { file: { type: 'string', format: 'binary' } },
      },
    }),
  );

/** Sheets that a whole office fills in. All or nothing, unless asked otherwise; the same sheet twice is once. */
@ApiTags('imports')
@Controller('imports')
@Roles('admin', 'office')
export class ImportsController {
  constructor(
    private readonly sheets: ImportSheetService,
    private readonly villages: VillagesService,
  ) {}

  /** Takes a sheet of cadres: adds the new ones, changes what differs of the others. */
  @Post('cadres')
  @takesWorkbook()
  async cadres(
    @CurrentUser() user: SignedIn,
    @Query() query: ImportQuery,
    @UploadedFiles() files: UploadedFile[] | undefined,
  ): Promise<ImportAnswer> {
    return this.import('cadres', files, query, user);
  }

  /** Takes a sheet of checklist items, one a row. */
  @Post('checklists')
  @takesWorkbook()
  async checklists(
    @CurrentUser() user: SignedIn,
    @Query() query: ImportQuery,
    @UploadedFiles() files: UploadedFile[] | undefined,
  ): Promise<ImportAnswer> {
    return this.import('checklists', files, query, user);
  }

  /** Takes a sheet of enrolment numbers: adds the new ones, ends those that are given a last day. */
  @Post('enrolments')
  @takesWorkbook()
  async enrolments(
    @CurrentUser() user: SignedIn,
    @Query() query: ImportQuery,
    @UploadedFiles() files: UploadedFile[] | undefined,
  ): Promise<ImportAnswer> {
    return this.import('enrolments', files, query, user);
  }

  /** The form for cadres, to be filled in. */
  @Get('cadres')
  @Roles('admin', 'office', 'leader', 'auditor')
  @ApiProduces(XLSX)
  async cadreForm(): Promise<StreamableFile> {
    return this.template('cadres');
  }

  /** The form for checklist items, to be filled in. */
  @Get('checklists')
  @Roles('admin', 'office', 'leader', 'auditor')
  @ApiProduces(XLSX)
  async checklistForm(): Promise<StreamableFile> {
    return this.template('checklists');
  }

  /** The form for enrolment numbers, to be filled in. */
  @Get('enrolments')
  @Roles('admin', 'office', 'leader', 'auditor')
  @ApiProduces(XLSX)
  async enrolmentForm(): Promise<StreamableFile> {
    return this.template('enrolments');
  }

  private async import(
    form: ImportForm['name'],
    files: readonly UploadedFile[] | undefined,
    { partial }: ImportQuery,
    { username }: SignedIn,
  ): Promise<ImportAnswer> {
    const file = files?.[0];
    if (file === undefined) throw uploadErrors.missing();
    return this.sheets.import(form, file.buffer, { partial: partial === 'true', by: username });
  }

  private async template(name: ImportForm['name']): Promise<StreamableFile> {
    const form = IMPORT_FORMS[name];
    const fileName = encodeURIComponent(`${form.title}-导入模板.xlsx`);
    return new StreamableFile(await importTemplate(form, await this.villages.list()), {
      type: XLSX,
      disposition: `attachment; filename="${name}.xlsx"; filename*=UTF-8''${fileName}`,
    });
  }
}
