import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { Role } from '../roles.js';
import { instantColumn } from './instant-column.js';

/** A person or a program that signs in. */
@Entity('user_account')
export class UserAccount {
  @PrimaryGeneratedColumn('identity')
  id: number;

  @Column('text')
  username: string;

  @Column('text')
  passwordHash: string;

  @Column('text')
  role: Role;

  @Column('text', { nullable: true })
  cadreCode: string | null;

  @Column('boolean')
  mustChangePassword: boolean;

  @Column(instantColumn)
  createdAt: Temporal.Instant;

  /** Since when nobody may use it; `null` while somebody may. */
  @Column({ ...instantColumn, nullable: true })
  disabledAt: Temporal.Instant | null;

  /** Grows when every session of the account ends. */
  @Column('integer')
  sessionEpoch: number;
}
