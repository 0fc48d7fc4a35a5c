import { Roles } from '@cunqin/accounts';
import { EnrolmentsService, type Enrolment } from '@cunqin/roster';
import { Body, Controller, Get, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { CreateEnrolmentBody } from './dto/roster.dto.js';

@ApiTags('set up')
@Controller('enrolments')
export class EnrolmentsController {
  constructor(private readonly enrolments: EnrolmentsService) {}

  /** Says who holds a number, at one clock or at all, from a date on. */
  @Post()
  @Roles('admin', 'office')
  async create(@Body() body: CreateEnrolmentBody): Promise<Enrolment> {
    return this.enrolments.create({
      cadreCode: body.cadreCode,
      clockId: body.clockId === 'all' ? null : Number(body.clockId),
      number: body.number,
      validFrom: body.from,
      validUntil: body.until ?? null,
    });
  }

  @Get()
  @Roles('admin', 'office', 'leader', 'auditor')
  async list(): Promise<{ items: Enrolment[]; total: number }> {
    const items = await this.enrolments.list();
    return { items, total: items.length };
  }
}
