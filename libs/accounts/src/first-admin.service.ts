import { CONFIG, TimeSource, type Config } from '@cunqin/platform';
import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { randomInt } from 'node:crypto';
import { DataSource } from 'typeorm';
import { AuditService } from './audit.service.js';
import { hashPassword } from './password-hash.js';
import { UserAccountRepository } from './user-account.repository.js';

/** A password that nobody knows yet: whoever gets this prints it, once. */
export interface MadeUpAdmin {
  readonly username: string;
  readonly password: string;
}

const USERNAME = 'admin';
// Without 0 O 1 l I: it is read from a terminal and typed.
const ALPHABET = '23456789abcdefghijkmnpqrstuvwxyz';

/** Makes the account that makes all others. */
@Injectable()
export class FirstAdminService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly accounts: UserAccountRepository,
    private readonly audit: AuditService,
    private readonly time: TimeSource,
  ) {}

  /**
   * Creates `admin` unless there is an administrator already. Processes that start together make one.
   *
   * @returns the password when it was made up just now, to be printed and then changed at first
   *   sign-in; null when it came from `ADMIN_PASSWORD` or nothing had to be done
   */
  async ensure(): Promise<MadeUpAdmin | null> {
    if (await this.accounts.anAdminExists()) return null;
    const given = this.config.adminPassword;
    const password = given ?? madeUpPassword();
    const passwordHash = await hashPassword(password);
    const created = await this.dataSource.transaction(async (manager) => {
      const added = await this.accounts.insertIfFree(manager, {
        username: USERNAME,
        passwordHash,
        role: 'admin',
        cadreCode: null,
        mustChangePassword: given === undefined,
        createdAt: this.time.now(),
        disabledAt: null,
        sessionEpoch: 0,
      });
      if (added) {
        const detail = { role: 'admin', firstStart: true };
        await this.audit.record(manager, {
          actor: 'system',
          action: 'user.created',
          subject: USERNAME,
          detail,
        });
      }
      return added;
    });
    return created && given === undefined ? { username: USERNAME, password } : null;
  }
}

/** Four groups of five out of 32 letters: 100 bits. */
function madeUpPassword(): string {
  const group = (): string => Array.from({ length: 5 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return Array.from({ length: 4 }, group).join('-');
}
