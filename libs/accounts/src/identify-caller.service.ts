import { Injectable } from '@nestjs/common';
import { timingSafeEqual } from 'node:crypto';
import { AccessTokenService, sessionMark } from './access-token.service.js';
import { accountsError } from './accounts-errors.js';
import { ApiTokenService } from './api-token.service.js';
import type { UserAccount } from './entities/user-account.entity.js';
import type { Caller } from './roles.js';
import { UserAccountRepository } from './user-account.repository.js';

const BEARER = /^Bearer +(\S+)$/i;

/**
 * Finds out who sent a request. The account is read each time, by an indexed column: whoever was
 * shut out or got another role a moment ago is treated as what they are now.
 */
@Injectable()
export class IdentifyCallerService {
  constructor(
    private readonly accessTokens: AccessTokenService,
    private readonly apiTokens: ApiTokenService,
    private readonly accounts: UserAccountRepository,
  ) {}

  /**
   * @param authorization the header of that name
   * @throws CodedError `AUTH.REQUIRED` without a header, `AUTH.INVALID` for one that proves nothing
   */
  async identify(authorization: string | undefined): Promise<Caller> {
    if (authorization === undefined) throw accountsError('AUTH.REQUIRED');
    const token = BEARER.exec(authorization)?.[1];
    if (token === undefined) throw accountsError('AUTH.INVALID');
    return ApiTokenService.looksLikeOne(token)
      ? callerOf(await this.apiTokens.accountOf(token), 'api-token')
      : callerOf(await this.accountOfAccessToken(token), 'password');
  }

  private async accountOfAccessToken(token: string): Promise<UserAccount> {
    const claims = await this.accessTokens.verify(token);
    const account = await this.accounts.findByUsername(claims.sub);
    if (account === null || account.disabledAt !== null || !isSame(claims.pwd, sessionMark(account))) {
      throw accountsError('AUTH.INVALID');
    }
    return account;
  }
}

function isSame(given: string, expected: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function callerOf(account: UserAccount, credential: Caller['credential']): Caller {
  const { username, role, cadreCode, mustChangePassword } = account;
  return { username, role, cadreCode, mustChangePassword, credential };
}
