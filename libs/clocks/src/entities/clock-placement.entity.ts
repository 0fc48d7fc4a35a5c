import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Where a clock stood: from `placedFrom` until the day before `placedUntil`. */
@Entity('clock_placement')
export class ClockPlacement {
  @PrimaryColumn('integer')
  clockId: number;

  @Column('text')
  villageCode: string;

  @PrimaryColumn('date')
  placedFrom: string;

  @Column('date', { nullable: true })
  placedUntil: string | null;
}
