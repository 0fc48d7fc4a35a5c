import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

export type ClockDriverName = 'zk-tcp' | 'zk-udp' | 'node-zklib' | 'push';

export type SetTimePolicy = 'never' | 'when-off';

/** A fingerprint clock (打卡机) and how it is reached. */
@Entity('clock')
export class Clock {
  @PrimaryGeneratedColumn('identity', { generatedIdentity: 'ALWAYS' })
  id: number;

  @Column('text')
  name: string;

  @Column('text')
  driver: ClockDriverName;

  @Column('text')
  host: string;

  @Column('integer')
  port: number;

  /** The comm key, unreadable without the installation's key. Never leaves the server. */
  @Column('bytea', { nullable: true, select: false })
  commKeySealed: Buffer | null;

  @Column('text', { nullable: true })
  serialNumber: string | null;

  @Column('integer')
  pollEveryMinutes: number;

  /** Zone of the clock's own time. */
  @Column('text')
  timezone: string;

  /** Whether this server may set the clock: `when-off`, after a complete read, beyond the tolerance. */
  @Column('text')
  setTime: SetTimePolicy;

  /** Whether live events are listened to: a hint that triggers a poll at once. */
  @Column('boolean')
  live: boolean;

  /** From this date on the clock is out of use. */
  @Column('date', { nullable: true })
  retiredOn: string | null;
}
