import { CurrentUser, Roles, type SignedIn } from '@cunqin/accounts';
import { EnrolmentsService, type Enrolment } from '@cunqin/roster';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Temporal } from 'temporal-polyfill';
import { type Page, pageOf, ShortListQuery } from '../http/paging.dto.js';
import { RowIdPipe } from '../http/row-id.pipe.js';
import { CreateEnrolmentBody, EndEnrolmentBody } from './dto/roster.dto.js';

/** An enrolment as it was asked for. */
export interface EnrolmentAnswer {
  readonly id: number;
  readonly cadreCode: string;
  readonly clockId: number | 'all';
  readonly number: string;
  readonly from: string;
  readonly until: string | null;
}

@ApiTags('set up')
@Controller('enrolments')
export class EnrolmentsController {
  constructor(private readonly enrolments: EnrolmentsService) {}

  /** Says who holds a number, at one clock or at all, from a date on. */
  @Post()
  @Roles('admin', 'office')
  async create(@Body() body: CreateEnrolmentBody): Promise<EnrolmentAnswer> {
    const enrolment = await this.enrolments.create({
      cadreCode: body.cadreCode,
      clockId: body.clockId === 'all' ? null : Number(body.clockId),
      number: body.number.trim(),
      validFrom: body.from,
      validUntil: body.until ?? null,
    });
    return enrolmentAnswer(enrolment);
  }

  /** Ends an enrolment with a last day. The number can be given to somebody else from the next day on. */
  @Post(':id/end')
  @Roles('admin', 'office')
  @HttpCode(200)
  async end(
    @CurrentUser() user: SignedIn,
    @Param('id', RowIdPipe) id: number,
    @Body() body: EndEnrolmentBody,
  ): Promise<EnrolmentAnswer> {
    return enrolmentAnswer(await this.enrolments.end(id, Temporal.PlainDate.from(body.until), user.username));
  }

  @Get()
  @Roles('admin', 'office', 'leader', 'auditor')
  async list(@Query() query: ShortListQuery): Promise<Page<EnrolmentAnswer>> {
    return pageOf((await this.enrolments.list()).map(enrolmentAnswer), query);
  }
}

function enrolmentAnswer({
  id,
  cadreCode,
  clockId,
  number,
  validFrom,
  validUntil,
}: Enrolment): EnrolmentAnswer {
  return { id, cadreCode, clockId: clockId ?? 'all', number, from: validFrom, until: validUntil };
}
