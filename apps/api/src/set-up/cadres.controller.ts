import { CurrentUser, Roles, type SignedIn } from '@cunqin/accounts';
import { CONFIG, type Config } from '@cunqin/platform';
import {
  type Cadre,
  type CadreCategory,
  CadreChangesService,
  type CadreHomeVillage,
  type CadrePost,
  CadresService,
  type CadreView,
  type NewCadre,
} from '@cunqin/roster';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Temporal } from 'temporal-polyfill';
import { type Page, pageOf, ShortListQuery } from '../http/paging.dto.js';
import {
  ChangeCategoryBody,
  ChangeHomeVillageBody,
  ChangePostBody,
  CreateCadreBody,
  LeaveBody,
} from './dto/roster.dto.js';

@ApiTags('set up')
@Controller('cadres')
export class CadresController {
  constructor(
    private readonly cadres: CadresService,
    private readonly changes: CadreChangesService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Adds a cadre under process management. */
  @Post()
  @Roles('admin', 'office')
  async create(@Body() body: CreateCadreBody): Promise<NewCadre> {
    return this.cadres.create({
      ...body,
      townshipCode: body.townshipCode ?? this.config.township.code,
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
    return this.changes.changeCategory({ cadreCode: code, category: body.category, validFrom: body.from });
  }

  /** Posts a cadre to another village (驻点村) from a date on; without a village to none. */
  @Post(':code/home-villages')
  @Roles('admin', 'office')
  async changeHomeVillage(
    @Param('code') code: string,
    @Body() body: ChangeHomeVillageBody,
  ): Promise<CadreHomeVillage> {
    const { villageCode = null, from } = body;
    return this.changes.changeHomeVillage({ cadreCode: code, villageCode, validFrom: from });
  }

  /**
   * Gives a cadre another post from a date on: identity and subsidy. The identity on Monday is the week's, the subsidy
   * on a month's last day is its ceiling. A post that begins that day already is set right.
   */
  @Post(':code/posts')
  @Roles('admin', 'office')
  async changePost(
    @CurrentUser() user: SignedIn,
    @Param('code') code: string,
    @Body() { identity, postSubsidyFen, from }: ChangePostBody,
  ): Promise<CadrePost> {
    const post = { cadreCode: code, identity, postSubsidyFen, validFrom: from };
    return this.changes.changePost(post, user.username);
  }

  /** Sets the last managed day of a cadre, or moves it. */
  @Post(':code/leave')
  @Roles('admin', 'office')
  @HttpCode(200)
  async leave(
    @CurrentUser() user: SignedIn,
    @Param('code') code: string,
    @Body() body: LeaveBody,
  ): Promise<Cadre> {
    return this.changes.leave(code, Temporal.PlainDate.from(body.managedUntil), user.username);
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
