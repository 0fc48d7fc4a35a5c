import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('township')
export class Township {
  @PrimaryColumn('text')
  code: string;

  @Column('text')
  name: string;
}
