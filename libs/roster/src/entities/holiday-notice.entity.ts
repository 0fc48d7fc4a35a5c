import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A year's holiday notice as imported. A later version of the same year replaces it. */
@Entity('holiday_notice')
export class HolidayNoticeVersion {
  @PrimaryColumn('integer')
  year: number;

  @PrimaryColumn('integer')
  version: number;

  @Column('text')
  docNo: string;

  @Column('jsonb')
  holidays: { name: string; from: string; to: string }[];

  @Column('jsonb')
  makeupWorkdays: string[];

  @Column('timestamptz')
  importedAt: Date;

  @Column('text')
  importedBy: string;
}
