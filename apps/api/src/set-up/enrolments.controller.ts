import { Roles } from '@cunqin/accounts';
import { EnrolmentsService, type Enrolment } from '@cunqin/roster';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Page, pageOf, ShortListQuery } from '../http/paging.dto.js';
import { CreateEnrolmentBody } from './dto/roster.dto.js';

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
