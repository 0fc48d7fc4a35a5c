import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A cadre under process management (纳入过程化管理的干部). Dates are civil dates, `2026-09-03`. */
@Entity('cadre')
export class Cadre {
  @PrimaryColumn('text')
  code: string;

  @Column('text')
  townshipCode: string;

  @Column('text')
  name: string;

  /** Office or station (所在办). */
  @Column('text')
  office: string;

  @Column('text')
  identity: 'civil-servant' | 'institution' | 'contract';

  /** Monthly post subsidy (岗位补贴) in fen. */
  @Column('integer')
  postSubsidyFen: number;

  @Column('date')
  managedFrom: string;

  /** Last managed day, or `null`. */
  @Column('date', { nullable: true })
  managedUntil: string | null;
}
