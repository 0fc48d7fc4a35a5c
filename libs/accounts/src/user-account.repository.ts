import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { EntityManager, IsNull, Repository } from 'typeorm';
import { UserAccount } from './entities/user-account.entity.js';

export type NewUserAccount = Omit<UserAccount, 'id'>;

/** Rows of `user_account`. */
@Injectable()
export class UserAccountRepository {
  constructor(@InjectRepository(UserAccount) private readonly accounts: Repository<UserAccount>) {}

  findByUsername(
    username: string,
    manager: EntityManager = this.accounts.manager,
  ): Promise<UserAccount | null> {
    return manager.findOneBy(UserAccount, { username });
  }

  findById(id: number): Promise<UserAccount | null> {
    return this.accounts.findOneBy({ id });
  }

  /**
   * A taken username is no failing statement: TypeORM logs those with their parameters, and one of
   * these is a password hash.
   *
   * @returns whether the account was added; `false` when the username is taken
   */
  async insertIfFree(manager: EntityManager, account: NewUserAccount): Promise<boolean> {
    const result = await manager
      .createQueryBuilder()
      .insert()
      .into(UserAccount)
      .values(account)
      .orIgnore()
      .execute();
    return (result.raw as unknown[]).length > 0;
  }

  anAdminExists(): Promise<boolean> {
    return this.accounts.existsBy({ role: 'admin' });
  }

  /** How many administrators may still sign in. */
  countActiveAdmins(manager: EntityManager): Promise<number> {
    return manager.countBy(UserAccount, { role: 'admin', disabledAt: IsNull() });
  }

  async update(
    manager: EntityManager,
    id: number,
    change: Partial<Pick<UserAccount, 'disabledAt' | 'sessionEpoch'>>,
  ): Promise<void> {
    await manager.update(UserAccount, { id }, change);
  }

  /** Replaces the hash that was checked; `false` when somebody else replaced it in the meantime. */
  async replacePassword(
    manager: EntityManager,
    account: UserAccount,
    passwordHash: string,
  ): Promise<boolean> {
    const result = await manager.update(
      UserAccount,
      { id: account.id, passwordHash: account.passwordHash },
      { passwordHash, mustChangePassword: false },
    );
    return result.affected === 1;
  }

  async page(offset: number, limit: number): Promise<{ items: UserAccount[]; total: number }> {
    const [items, total] = await this.accounts.findAndCount({
      order: { username: 'ASC' },
      skip: offset,
      take: limit,
    });
    return { items, total };
  }
}
