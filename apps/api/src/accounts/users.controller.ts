import { AccountsService, CurrentUser, Roles, type SignedIn, type UserAccount } from '@cunqin/accounts';
import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApiPageOf, PagingQuery, type Page } from '../http/paging.dto.js';
import { CreateUserBody, UserAnswer } from './dto/user.dto.js';

/** Accounts, as the administrator keeps them. */
@ApiTags('accounts')
@Controller('users')
export class UsersController {
  constructor(private readonly accounts: AccountsService) {}

  /** Makes an account. */
  @Post()
  @Roles('admin')
  async create(@CurrentUser() user: SignedIn, @Body() body: CreateUserBody): Promise<UserAnswer> {
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
}

function answerOf(account: Omit<UserAccount, 'id'>): UserAnswer {
  const { username, role, cadreCode, mustChangePassword, createdAt } = account;
  return { username, role, cadreCode, mustChangePassword, createdAt: createdAt.toString() };
}
