import { CurrentUser, Roles, type SignedIn } from '@cunqin/accounts';
import { CONFIG, type Config } from '@cunqin/platform';
import { CadresService, type CadreCategory, type CadreView, type NewCadre } from '@cunqin/roster';
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { type Page, pageOf, ShortListQuery } from '../http/paging.dto.js';
import { ChangeCategoryBody, CreateCadreBody } from './dto/roster.dto.js';

@ApiTags('set up')
@Controller('cadres')
export class CadresController {
  constructor(
    private readonly cadres: CadresService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Adds a cadre under process management. */
  @Post()
  @Roles('admin', 'office')
  async create(@Body() body: CreateCadreBody): Promise<NewCadre> {
    return this.cadres.create({
      ...body,
      townshipCode: this.config.township.code,
      managedUntil: body.managedUntil ?? null,
      homeVillageCode: body.homeVillageCode ?? null,
    });
  }

  /** Gives a cadre another category from a date on. */
  @Post(':code/categories')
  @Roles('admin', 'office')
  async changeCategory(
    @Param('code') code: string,
    @Body() body: ChangeCategoryBody,
  ): Promise<CadreCategory> {
    return this.cadres.changeCategory({ cadreCode: code, category: body.category, validFrom: body.from });
  }

  /** Cadres; a cadre sees only the own row. */
  @Get()
  @Roles('admin', 'office', 'payroll', 'leader', 'auditor', 'cadre')
  async list(@CurrentUser() user: SignedIn, @Query() query: ShortListQuery): Promise<Page<CadreView>> {
    const items = (await this.cadres.list()).filter(
      ({ code }) => user.role !== 'cadre' || code === user.cadreCode,
    );
    return pageOf(items, query);
  }
}
