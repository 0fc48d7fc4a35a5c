import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { createHash, randomBytes } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { DataSource, MoreThan } from 'typeorm';
import { accountsError } from './accounts-errors.js';
import { AuditService } from './audit.service.js';
import { ApiToken } from './entities/api-token.entity.js';
import type { UserAccount } from './entities/user-account.entity.js';
import { SessionTime } from './session-time.js';
import { UserAccountRepository } from './user-account.repository.js';

/** API tokens begin like this, so that a leaked one is recognised for what it is. */
const PREFIX = 'cunqin_';

export interface IssuedApiToken {
  readonly id: number;
  readonly name: string;
  /** Shown this once: only its hash is kept. */
  readonly token: string;
  readonly expiresAt: Temporal.Instant;
}

/** Long-lived tokens with which a program acts for the account that made them. */
@Injectable()
export class ApiTokenService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly accounts: UserAccountRepository,
    private readonly audit: AuditService,
    private readonly time: SessionTime,
  ) {}

  static looksLikeOne(token: string): boolean {
    return token.startsWith(PREFIX);
  }

  /**
   * @param by who makes it. For somebody else only where nothing can be written with it: whoever could make a
   *   leader's token could approve in the leader's name.
   * @throws CodedError `ACCOUNTS.NOT_FOUND`, `ACCOUNTS.DISABLED`, `ACCOUNTS.TOKEN_FOR_AUDITORS`
   */
  async issue(
    username: string,
    name: string,
    expiresInDays: number,
    by: string = username,
  ): Promise<IssuedApiToken> {
    const account = await this.accounts.findByUsername(username);
    if (account === null) throw accountsError('ACCOUNTS.NOT_FOUND');
    if (account.disabledAt !== null) throw accountsError('ACCOUNTS.DISABLED');
    if (by !== username && account.role !== 'auditor') throw accountsError('ACCOUNTS.TOKEN_FOR_AUDITORS');
    const token = PREFIX + randomBytes(32).toString('base64url');
    const createdAt = this.time.now();
    const expiresAt = createdAt.add({ hours: 24 * expiresInDays });
    const row = { name, userId: account.id, tokenHash: hashOf(token), createdAt, expiresAt };
    const id = await this.dataSource.transaction(async (manager) => {
      const saved = await manager.save(ApiToken, row);
      const detail = { id: saved.id, of: username, expiresAt: expiresAt.toString() };
      await this.audit.record(manager, {
        actor: by,
        action: 'api-token.created',
        subject: name,
        detail,
      });
      return saved.id;
    });
    return { id, name, token, expiresAt };
  }

  /**
   * The tokens of an account, newest first, those that have expired included.
   *
   * @throws CodedError `ACCOUNTS.NOT_FOUND`
   */
  async list(
    username: string,
    { page, pageSize }: { readonly page: number; readonly pageSize: number },
  ): Promise<{ items: ApiToken[]; total: number }> {
    const account = await this.accounts.findByUsername(username);
    if (account === null) throw accountsError('ACCOUNTS.NOT_FOUND');
    const [items, total] = await this.dataSource.manager.findAndCount(ApiToken, {
      where: { userId: account.id },
      order: { id: 'DESC' },
      skip: (page - 1) * pageSize,
      take: pageSize,
    });
    return { items, total };
  }

  /**
   * Ends a token of an account at once.
   *
   * @throws CodedError `ACCOUNTS.TOKEN_NOT_FOUND` unless it is a token of this account
   */
  async revoke(username: string, id: number, by: string = username): Promise<void> {
    const account = await this.accounts.findByUsername(username);
    await this.dataSource.transaction(async (manager) => {
      const token = await manager.findOneBy(ApiToken, { id, userId: account?.id ?? 0 });
      if (token === null) throw accountsError('ACCOUNTS.TOKEN_NOT_FOUND');
      await manager.remove(token);
      await this.audit.record(manager, {
        actor: by,
        action: 'api-token.revoked',
        subject: token.name,
        detail: { id, of: username },
      });
    });
  }

  /** @throws CodedError `AUTH.INVALID` for a token that is unknown, revoked or expired */
  async accountOf(token: string): Promise<UserAccount> {
    const found = await this.dataSource.manager.findOneBy(ApiToken, {
      tokenHash: hashOf(token),
      expiresAt: MoreThan(this.time.now()),
    });
    const account = found === null ? null : await this.accounts.findById(found.userId);
    if (account === null || account.disabledAt !== null) throw accountsError('AUTH.INVALID');
    return account;
  }
}

// The token has 256 random bits, so a fast hash without salt keeps it as safe as a slow one would.
function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
