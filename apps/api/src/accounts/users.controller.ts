import {
  AccountsService,
  AccountStandingService,
  ApiTokenService,
  CurrentUser,
  PersonOnly,
  Roles,
  type SignedIn,
  type UserAccount,
} from '@cunqin/accounts';
import { CadresService } from '@cunqin/roster';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApiPageOf, PagingQuery, type Page } from '../http/paging.dto.js';
import { RowIdPipe } from '../http/row-id.pipe.js';
import { CreateTokenBody, listedTokens, TokenAnswer, TokenListed } from './dto/auth.dto.js';
import { AccountStandingBody, CreateUserBody, UserAnswer } from './dto/user.dto.js';

/** Accounts, as the administrator keeps them. */
@ApiTags('accounts')
@Controller('users')
export class UsersController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly standing: AccountStandingService,
    private readonly tokens: ApiTokenService,
    private readonly cadres: CadresService,
  ) {}

  /** Makes an account. */
  @Post()
  @Roles('admin')
  async create(@CurrentUser() user: SignedIn, @Body() body: CreateUserBody): Promise<UserAnswer> {
    if (body.cadreCode !== undefined) await this.cadres.assertKnown(body.cadreCode);
    return answerOf(await this.accounts.create(body, user.username));
  }

  /** All accounts by username. */
  @Get()
  @Roles('admin', 'auditor')
  @ApiPageOf(UserAnswer)
  async list(@Query() query: PagingQuery): Promise<Page<UserAnswer>> {
    const { items, total } = await this.accounts.list(query.page, query.pageSize);
    return { items: items.map(answerOf), total };
  }

  /** Shuts an account: its sessions and tokens end at once. The last administrator is refused. */
  @Post(':username/disable')
  @Roles('admin')
  @PersonOnly()
  @HttpCode(200)
  async disable(
    @CurrentUser() user: SignedIn,
    @Param('username') username: string,
    @Body() { reason }: AccountStandingBody,
  ): Promise<UserAnswer> {
    return answerOf(await this.standing.disable(username, reason, user.username));
  }

  /** Opens a shut account again. Sessions and tokens from before stay ended. */
  @Post(':username/enable')
  @Roles('admin')
  @PersonOnly()
  @HttpCode(200)
  async enable(
    @CurrentUser() user: SignedIn,
    @Param('username') username: string,
    @Body() { reason }: AccountStandingBody,
  ): Promise<UserAnswer> {
    return answerOf(await this.standing.enable(username, reason, user.username));
  }

  /** The API tokens of an account. */
  @Get(':username/tokens')
  @Roles('admin', 'auditor')
  @ApiPageOf(TokenListed)
  async listTokens(
    @Param('username') username: string,
    @Query() query: PagingQuery,
  ): Promise<Page<TokenListed>> {
    return listedTokens(await this.tokens.list(username, query));
  }

  /** Makes an API token for an auditor's account, which writes nothing: for a program that only watches. */
  @Post(':username/tokens')
  @Roles('admin')
  @PersonOnly()
  async createToken(
    @CurrentUser() user: SignedIn,
    @Param('username') username: string,
    @Body() body: CreateTokenBody,
  ): Promise<TokenAnswer> {
    const { expiresAt, ...token } = await this.tokens.issue(
      username,
      body.name,
      body.expiresInDays,
      user.username,
    );
    return { ...token, expiresAt: expiresAt.toString() };
  }

  /** Ends an API token of any account. */
  @Delete(':username/tokens/:id')
  @Roles('admin')
  @PersonOnly()
  @HttpCode(204)
  async revokeToken(
    @CurrentUser() user: SignedIn,
    @Param('username') username: string,
    @Param('id', RowIdPipe) id: number,
  ): Promise<void> {
    await this.tokens.revoke(username, id, user.username);
  }
}

function answerOf(account: Omit<UserAccount, 'id'>): UserAnswer {
  const { username, role, cadreCode, mustChangePassword, createdAt, disabledAt } = account;
  return {
    username,
    role,
    cadreCode,
    mustChangePassword,
    createdAt: createdAt.toString(),
    disabledAt: disabledAt?.toString() ?? null,
  };
}
