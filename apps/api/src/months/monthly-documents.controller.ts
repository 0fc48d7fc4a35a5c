import { AuditService, CurrentUser, Roles, type SignedIn } from '@cunqin/accounts';
import { type MonthlyPaperName, MonthlyPapersService } from '@cunqin/bulletins';
import { Controller, Get, Param, StreamableFile } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const EXCEL = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** The papers of a month: drafts while it is open, the same bytes for ever once it is issued. */
@ApiTags('the month')
@Controller('months')
@Roles('admin', 'office', 'payroll', 'leader', 'auditor')
export class MonthlyDocumentsController {
  constructor(
    private readonly papers: MonthlyPapersService,
    private readonly audit: AuditService,
  ) {}

  /** The monthly bulletin (月通报) as a Word document by GB/T 9704-2012. */
  @Get(':month/bulletin.docx')
  @ApiProduces(WORD)
  async bulletin(@CurrentUser() user: SignedIn, @Param('month') month: string): Promise<StreamableFile> {
    return this.download(user, month, 'bulletin.docx');
  }

  /** Figures and annexes 1 to 3 of the monthly bulletin as a workbook. */
  @Get(':month/bulletin.xlsx')
  @ApiProduces(EXCEL)
  async workbook(@CurrentUser() user: SignedIn, @Param('month') month: string): Promise<StreamableFile> {
    return this.download(user, month, 'bulletin.xlsx');
  }

  /** The public notice (公示) with masked names. */
  @Get(':month/public-notice.docx')
  @ApiProduces(WORD)
  async notice(@CurrentUser() user: SignedIn, @Param('month') month: string): Promise<StreamableFile> {
    return this.download(user, month, 'public-notice.docx');
  }

  private async download(user: SignedIn, month: string, name: MonthlyPaperName): Promise<StreamableFile> {
    const { bytes, mediaType, fileName } = await this.papers.paper(month, name);
    await this.audit.record(null, {
      actor: user.username,
      action: 'export',
      subject: `${name} ${month}`,
      detail: {},
    });
    const utf8 = encodeURIComponent(fileName);
    return new StreamableFile(bytes, {
      type: mediaType,
      disposition: `attachment; filename="${month}-${name}"; filename*=UTF-8''${utf8}`,
    });
  }
}
