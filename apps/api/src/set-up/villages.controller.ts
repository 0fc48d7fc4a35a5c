import { AnyRole, Roles } from '@cunqin/accounts';
import { CONFIG, type Config } from '@cunqin/platform';
import { VillagesService, type Village } from '@cunqin/roster';
import { Body, Controller, Get, Inject, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Page, pageOf, ShortListQuery } from '../http/paging.dto.js';
import { CreateVillageBody } from './dto/roster.dto.js';

@ApiTags('set up')
@Controller('villages')
export class VillagesController {
  constructor(
    private readonly villages: VillagesService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Adds a village or community. */
  @Post()
  @Roles('admin')
  async create(@Body() body: CreateVillageBody): Promise<Village> {
    return this.villages.create({ ...body, townshipCode: body.townshipCode ?? this.config.township.code });
  }

  @Get()
  @AnyRole()
  async list(@Query() query: ShortListQuery): Promise<Page<Village>> {
    return pageOf(await this.villages.list(), query);
  }
}
