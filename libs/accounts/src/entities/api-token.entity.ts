import type { Temporal } from 'temporal-polyfill';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { instantColumn } from './instant-column.js';

/** A long-lived credential of a program. Only its SHA-256 is kept. */
@Entity('api_token')
export class ApiToken {
  @PrimaryGeneratedColumn('identity')
  id: number;

  @Column('text')
  name: string;

  @Column('integer')
  userId: number;

  @Column('bytea')
  tokenHash: Buffer;

  @Column(instantColumn)
  createdAt: Temporal.Instant;

  @Column(instantColumn)
  expiresAt: Temporal.Instant;
}
