import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { AbsenceKind } from '../domain/absence-kind.js';

/** A slip for whole days of absence, both ends included. It counts only when approved. */
@Entity('absence')
export class Absence {
  @PrimaryGeneratedColumn('identity', { generatedIdentity: 'ALWAYS' })
  id: number;

  @Column('text')
  cadreCode: string;

  @Column('text')
  kind: AbsenceKind;

  @Column('date')
  fromDate: string;

  @Column('date')
  untilDate: string;

  @Column('text')
  state: 'filed' | 'approved' | 'refused';

  @Column('text')
  filedBy: string;

  @Column('timestamptz')
  filedAt: Date;

  @Column('text', { nullable: true })
  decidedBy: string | null;

  @Column('timestamptz', { nullable: true })
  decidedAt: Date | null;

  /** Why it was refused. */
  @Column('text', { nullable: true })
  reason: string | null;
}
