import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A village (村) or community (社区) of the township. It may be retired, never deleted under its punches. */
@Entity('village')
export class Village {
  @PrimaryColumn('text')
  code: string;

  @Column('text')
  townshipCode: string;

  @Column('text')
  name: string;

  @Column('text')
  kind: 'village' | 'community';
}
