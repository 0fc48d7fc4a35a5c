import {
  AccessTokenService,
  AccountsService,
  AnyRole,
  ApiTokenService,
  ChangesOwnPassword,
  CurrentUser,
  PersonOnly,
  Public,
  type SignedIn,
  type UserAccount,
} from '@cunqin/accounts';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, UseGuards } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { ApiPageOf, PagingQuery, type Page } from '../http/paging.dto.js';
import { RowIdPipe } from '../http/row-id.pipe.js';
import {
  ChangePasswordBody,
  CreateTokenBody,
  listedTokens,
  LoginBody,
  SignInAnswer,
  TokenAnswer,
  TokenListed,
} from './dto/auth.dto.js';
import { PasswordThrottleGuard } from './password-throttle.guard.js';

/** Signing in, and what people do with their own credentials. */
@ApiTags('sign in')
@Controller('auth')
export class AuthController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly accessTokens: AccessTokenService,
    private readonly apiTokens: ApiTokenService,
  ) {}

  /** Signs in with a password. */
  @Post('login')
  @Public()
  @UseGuards(PasswordThrottleGuard)
  @HttpCode(200)
  async login(@Body() body: LoginBody): Promise<SignInAnswer> {
    return this.signIn(await this.accounts.authenticate(body.username, body.password));
  }

  /** Changes one's own password. Tokens from before end here; the answer has a new one. */
  @Post('password')
  @AnyRole()
  @ChangesOwnPassword()
  @PersonOnly()
  @UseGuards(PasswordThrottleGuard)
  @HttpCode(200)
  async changePassword(
    @CurrentUser() user: SignedIn,
    @Body() body: ChangePasswordBody,
  ): Promise<SignInAnswer> {
    const account = await this.accounts.changePassword(user.username, body.oldPassword, body.newPassword);
    return this.signIn(account);
  }

  /** Makes an API token with which a program acts for the caller. It is shown this once. */
  @Post('tokens')
  @AnyRole()
  @PersonOnly()
  async createToken(@CurrentUser() user: SignedIn, @Body() body: CreateTokenBody): Promise<TokenAnswer> {
    const { id, name, token, expiresAt } = await this.apiTokens.issue(
      user.username,
      body.name,
      body.expiresInDays,
    );
    return { id, name, token, expiresAt: expiresAt.toString() };
  }

  /** The caller's own API tokens, without what only their holder knows. */
  @Get('tokens')
  @AnyRole()
  @ApiPageOf(TokenListed)
  async tokens(@CurrentUser() user: SignedIn, @Query() query: PagingQuery): Promise<Page<TokenListed>> {
    return listedTokens(await this.apiTokens.list(user.username, query));
  }

  /** Ends an API token of the caller's own. */
  @Delete('tokens/:id')
  @AnyRole()
  @PersonOnly()
  @HttpCode(204)
  async revokeToken(@CurrentUser() user: SignedIn, @Param('id', RowIdPipe) id: number): Promise<void> {
    await this.apiTokens.revoke(user.username, id);
  }

  private async signIn(account: UserAccount): Promise<SignInAnswer> {
    const { accessToken, expiresAt } = await this.accessTokens.issue(account);
    return {
      accessToken,
      expiresAt: expiresAt.toString(),
      role: account.role,
      ...(account.mustChangePassword ? { mustChangePassword: true } : {}),
    };
  }
}
