import { AnyRole, Roles } from '@cunqin/accounts';
import { CONFIG, type Config } from '@cunqin/platform';
import { VillagesService, type Village } from '@cunqin/roster';
import { Body, Controller, Get, Inject, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
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
    return this.villages.create({ ...body, townshipCode: this.config.township.code });
  }

  @Get()
  @AnyRole()
  async list(): Promise<{ items: Village[]; total: number }> {
    const items = await this.villages.list();
    return { items, total: items.length };
  }
}
