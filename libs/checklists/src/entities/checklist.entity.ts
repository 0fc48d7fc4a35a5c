import { Column, Entity, OneToMany, PrimaryGeneratedColumn, type Relation } from 'typeorm';
import { ChecklistItem } from './checklist-item.entity.js';

/** The task checklist (工作清单) of one cadre for one week. */
@Entity('checklist')
export class Checklist {
  @PrimaryGeneratedColumn('identity', { generatedIdentity: 'ALWAYS' })
  id: number;

  @Column('text')
  cadreCode: string;

  @Column('text')
  week: string;

  @OneToMany(() => ChecklistItem, (item) => item.checklist, { cascade: ['insert'] })
  items: Relation<ChecklistItem>[];
}
