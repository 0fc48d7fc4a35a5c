import { AnyRole, Roles } from '@cunqin/accounts';
import { type Township, TownshipsService } from '@cunqin/roster';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Page, pageOf, ShortListQuery } from '../http/paging.dto.js';
import { CreateTownshipBody } from './dto/roster.dto.js';

@ApiTags('set up')
@Controller('townships')
export class TownshipsController {
  constructor(private readonly townships: TownshipsService) {}

  /** Adds a further township of a county. Its policies are those of the first until it has its own. */
  @Post()
  @Roles('admin')
  async create(@Body() body: CreateTownshipBody): Promise<Township> {
    return this.townships.create({ ...body });
  }

  @Get()
  @AnyRole()
  async list(@Query() query: ShortListQuery): Promise<Page<Township>> {
    return pageOf(await this.townships.list(), query);
  }
}
