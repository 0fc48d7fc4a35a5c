import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** Who held an enrolment number (登记号), at which clock, and when. */
@Entity('enrolment')
export class Enrolment {
  @PrimaryGeneratedColumn('identity', { generatedIdentity: 'ALWAYS' })
  id: number;

  @Column('text')
  cadreCode: string;

  /** `null`: the same number at every clock of the cadre's township, unless a clock has an enrolment of its own. */
  @Column('integer', { nullable: true })
  clockId: number | null;

  @Column('text')
  number: string;

  @Column('date')
  validFrom: string;

  /** Last day, or `null`. */
  @Column('date', { nullable: true })
  validUntil: string | null;
}
