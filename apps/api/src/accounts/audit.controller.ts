import { AuditService, Roles, type AuditFilter } from '@cunqin/accounts';
import { CONFIG, type Config } from '@cunqin/platform';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Temporal } from 'temporal-polyfill';
import { ApiPageOf, type Page } from '../http/paging.dto.js';
import { AuditEntryAnswer, AuditQuery } from './dto/audit.dto.js';

/** Who did what and when. */
@ApiTags('accounts')
@Controller('audit')
export class AuditController {
  constructor(
    private readonly audit: AuditService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** The newest entries first. */
  @Get()
  @Roles('admin', 'leader', 'auditor')
  @ApiPageOf(AuditEntryAnswer)
  async list(@Query() query: AuditQuery): Promise<Page<AuditEntryAnswer>> {
    const { items, total } = await this.audit.list(filterOf(query, this.config.timeZone));
    return { items: items.map((entry) => ({ ...entry, at: entry.at.toString() })), total };
  }
}

/** Whole days of the township: `until` is included. */
function filterOf({ from, until, actor, action, page, pageSize }: AuditQuery, timeZone: string): AuditFilter {
  const startOf = (date: Temporal.PlainDate): Temporal.Instant => date.toZonedDateTime(timeZone).toInstant();
  return {
    page,
    pageSize,
    ...(from === undefined ? {} : { from: startOf(Temporal.PlainDate.from(from)) }),
    ...(until === undefined ? {} : { until: startOf(Temporal.PlainDate.from(until).add({ days: 1 })) }),
    ...(actor === undefined ? {} : { actor }),
    ...(action === undefined ? {} : { action }),
  };
}
