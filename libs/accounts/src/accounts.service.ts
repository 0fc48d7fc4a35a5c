import { TimeSource } from '@cunqin/platform';
import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { accountsError } from './accounts-errors.js';
import { AuditService } from './audit.service.js';
import type { UserAccount } from './entities/user-account.entity.js';
import { hashPassword, NOBODYS_HASH, verifyPassword } from './password-hash.js';
import { assertAcceptablePassword, assertAcceptableUsername } from './password-rules.js';
import type { Role } from './roles.js';
import { SignInAttempts } from './sign-in-attempts.js';
import { UserAccountRepository } from './user-account.repository.js';

export interface NewAccount {
  readonly username: string;
  readonly password: string;
  readonly role: Role;
  /** Needed by the role `cadre`, refused for every other. */
  readonly cadreCode?: string | undefined;
  /** Whether the password is only good for choosing another. Default false. */
  readonly mustChangePassword?: boolean | undefined;
}

/** Accounts and their passwords. */
@Injectable()
export class AccountsService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly accounts: UserAccountRepository,
    private readonly attempts: SignInAttempts,
    private readonly audit: AuditService,
    private readonly time: TimeSource,
  ) {}

  /**
   * @param by username of the administrator
   * @throws CodedError `ACCOUNTS.USERNAME_TAKEN`, `ACCOUNTS.USERNAME_UNACCEPTABLE`,
   *   `ACCOUNTS.PASSWORD_UNACCEPTABLE`, `ACCOUNTS.CADRE_CODE_MISMATCH`
   */
  async create(account: NewAccount, by: string): Promise<Omit<UserAccount, 'id'>> {
    const { username, role, cadreCode = null, mustChangePassword = false } = account;
    assertAcceptableUsername(username);
    assertAcceptablePassword(account.password, username);
    if ((role === 'cadre') !== (cadreCode !== null)) {
      const message = role === 'cadre' ? '干部账号须填写人员编号' : '只有干部账号可填写人员编号';
      throw accountsError('ACCOUNTS.CADRE_CODE_MISMATCH', { fields: [{ field: 'cadreCode', message }] });
    }
    const passwordHash = await hashPassword(account.password);
    const row = {
      ...{ username, passwordHash, role, cadreCode, mustChangePassword },
      createdAt: this.time.now(),
      disabledAt: null,
      sessionEpoch: 0,
    };
    await this.dataSource.transaction(async (manager) => {
      if (!(await this.accounts.insertIfFree(manager, row))) {
        throw accountsError('ACCOUNTS.USERNAME_TAKEN', {
          fields: [{ field: 'username', message: '用户名已被使用' }],
        });
      }
      const detail = { role, cadreCode };
      await this.audit.record(manager, { actor: by, action: 'user.created', subject: username, detail });
    });
    return row;
  }

  /**
   * An unknown username takes the same time and gives the same answer as a wrong password.
   *
   * @throws CodedError `ACCOUNTS.BAD_CREDENTIALS`, `ACCOUNTS.TOO_MANY_ATTEMPTS`; `ACCOUNTS.DISABLED` to
   *   whoever knows the password of a shut account
   */
  async authenticate(username: string, password: string): Promise<UserAccount> {
    this.attempts.begin(username);
    const account = await this.accounts.findByUsername(username);
    const matches = await verifyPassword(password, account?.passwordHash ?? NOBODYS_HASH);
    if (account === null || !matches || account.disabledAt !== null) {
      // An unknown name may be a password typed into the wrong field: it is not written down.
      const subject = account?.username ?? '(unknown)';
      await this.audit.record(null, { actor: subject, action: 'auth.sign-in-refused', subject });
      throw accountsError(matches ? 'ACCOUNTS.DISABLED' : 'ACCOUNTS.BAD_CREDENTIALS');
    }
    this.attempts.succeeded(username);
    await this.audit.record(null, { actor: username, action: 'auth.signed-in', subject: username });
    return account;
  }

  /**
   * Replaces the caller's own password. Tokens issued before are no longer valid; API tokens stay.
   *
   * @throws CodedError `ACCOUNTS.BAD_CREDENTIALS` when `oldPassword` is wrong,
   *   `ACCOUNTS.PASSWORD_UNACCEPTABLE`, `ACCOUNTS.TOO_MANY_ATTEMPTS`
   */
  async changePassword(username: string, oldPassword: string, newPassword: string): Promise<UserAccount> {
    this.attempts.begin(username);
    const account = await this.accounts.findByUsername(username);
    if (account === null || !(await verifyPassword(oldPassword, account.passwordHash))) {
      throw accountsError('ACCOUNTS.BAD_CREDENTIALS');
    }
    this.attempts.succeeded(username);
    assertAcceptablePassword(newPassword, username, 'newPassword');
    if (oldPassword === newPassword) {
      const fields = [{ field: 'newPassword', message: '新密码不能与原密码相同' }];
      throw accountsError('ACCOUNTS.PASSWORD_UNACCEPTABLE', { fields });
    }
    const passwordHash = await hashPassword(newPassword);
    await this.dataSource.transaction(async (manager) => {
      if (!(await this.accounts.replacePassword(manager, account, passwordHash))) {
        throw accountsError('ACCOUNTS.BAD_CREDENTIALS');
      }
      await this.audit.record(manager, {
        actor: username,
        action: 'user.password-changed',
        subject: username,
      });
    });
    return { ...account, passwordHash, mustChangePassword: false };
  }

  /** One page of all accounts by username; `page` counts from 1. */
  list(page: number, pageSize: number): Promise<{ items: UserAccount[]; total: number }> {
    return this.accounts.page((page - 1) * pageSize, pageSize);
  }
}
