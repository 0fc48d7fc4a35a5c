import {
  Column,
  Entity,
  JoinColumn,
  ManyToOne,
  OneToMany,
  PrimaryColumn,
  PrimaryGeneratedColumn,
  type Relation,
} from 'typeorm';

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
