import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The village a resident cadre is posted to (驻点村) from a date on, until the next one. */
@Entity('cadre_home_village')
export class CadreHomeVillage {
  @PrimaryColumn('text')
  cadreCode: string;

  @PrimaryColumn('date')
  validFrom: string;

  /** `null`: posted to none. */
  @Column('text', { nullable: true })
  villageCode: string | null;
}
