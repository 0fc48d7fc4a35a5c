import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Cadre } from './cadre.entity.js';

/** The post a cadre holds from a date on, until the next one: identity (身份) and subsidy (岗位补贴). */
@Entity('cadre_post')
export class CadrePost {
  @PrimaryColumn('text')
  cadreCode: string;

  @PrimaryColumn('date')
  validFrom: string;

  @Column('text')
  identity: Cadre['identity'];

  /** A month, in fen. */
  @Column('integer')
  postSubsidyFen: number;
}
