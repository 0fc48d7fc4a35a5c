import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, type Relation } from 'typeorm';
import { Checklist } from './checklist.entity.js';

/** One item of a checklist (清单项) and its result. */
@Entity('checklist_item')
export class ChecklistItem {
  @PrimaryColumn('integer')
  checklistId: number;

  /** From 1, in the order of the list. */
  @PrimaryColumn('integer')
  position: number;

  @ManyToOne(() => Checklist, (checklist) => checklist.items)
  @JoinColumn({ name: 'checklist_id' })
  checklist: Relation<Checklist>;

  @Column('text')
  title: string;

  @Column('text', { nullable: true })
  villageCode: string | null;

  /** A result from this instant on is late. */
  @Column('timestamptz')
  dueAt: Date;

  @Column('text', { nullable: true })
  resultText: string | null;

  @Column('timestamptz', { nullable: true })
  resultAt: Date | null;
}
