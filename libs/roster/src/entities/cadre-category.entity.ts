import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The category a cadre has from a date on, until the next one. */
@Entity('cadre_category')
export class CadreCategory {
  @PrimaryColumn('text')
  cadreCode: string;

  @PrimaryColumn('date')
  validFrom: string;

  @Column('text')
  category: 'resident' | 'organ';
}
