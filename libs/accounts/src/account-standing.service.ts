import { TimeSource } from '@cunqin/platform';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource, type EntityManager } from 'typeorm';
import { accountsError } from './accounts-errors.js';
import { AuditService } from './audit.service.js';
import { ApiToken } from './entities/api-token.entity.js';
import type { UserAccount } from './entities/user-account.entity.js';
import { UserAccountRepository } from './user-account.repository.js';

/** Whether an account may be used. Accounts are never deleted: the trail speaks of them. */
@Injectable()
export class AccountStandingService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly accounts: UserAccountRepository,
    private readonly audit: AuditService,
    private readonly time: TimeSource,
  ) {}

  /**
   * Shuts an account: its sessions end at once and for good, its API tokens are removed, nobody signs in.
   * Doing it twice changes nothing.
   *
   * @param by username of the administrator
   * @throws CodedError `ACCOUNTS.NOT_FOUND`, `ACCOUNTS.LAST_ADMIN`
   */
  async disable(username: string, reason: string, by: string): Promise<UserAccount> {
    return this.change(username, async (manager, account) => {
      if (account.disabledAt !== null) return account;
      if (account.role === 'admin' && (await this.accounts.countActiveAdmins(manager)) <= 1) {
        throw accountsError('ACCOUNTS.LAST_ADMIN');
      }
      const disabledAt = this.time.now();
      const change = { disabledAt, sessionEpoch: account.sessionEpoch + 1 };
      await this.accounts.update(manager, account.id, change);
      const { affected } = await manager.delete(ApiToken, { userId: account.id });
      const detail = { reason, tokensRevoked: affected ?? 0 };
      await this.audit.record(manager, { actor: by, action: 'user.disabled', subject: username, detail });
      return { ...account, ...change };
    });
  }

  /**
   * Opens a shut account again; sessions and tokens from before stay ended.
   *
   * @throws CodedError `ACCOUNTS.NOT_FOUND`
   */
  async enable(username: string, reason: string, by: string): Promise<UserAccount> {
    return this.change(username, async (manager, account) => {
      if (account.disabledAt === null) return account;
      await this.accounts.update(manager, account.id, { disabledAt: null });
      await this.audit.record(manager, {
        actor: by,
        action: 'user.enabled',
        subject: username,
        detail: { reason },
      });
      return { ...account, disabledAt: null };
    });
  }

  /** Two administrators who shut each other at the same moment come one after the other. */
  private change(
    username: string,
    act: (manager: EntityManager, account: UserAccount) => Promise<UserAccount>,
  ): Promise<UserAccount> {
    return this.dataSource.transaction(async (manager) => {
      await manager.query(`SELECT pg_advisory_xact_lock(hashtext('account-standing'))`);
      const account = await this.accounts.findByUsername(username, manager);
      if (account === null) throw accountsError('ACCOUNTS.NOT_FOUND');
      return act(manager, account);
    });
  }
}
