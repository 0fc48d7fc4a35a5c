import type { AttendanceLayout } from '../driver.js';
import {
  encodeLivePunch,
  encodePunch,
  encodeUser,
  userRecordSizeOf,
  type UserRecordSize,
} from './record-encoders.js';
import type { EmulatedPunch, EmulatedUser } from './emulated-records.js';

export interface ClockMemoryOptions {
  readonly users?: readonly EmulatedUser[];
  readonly punches?: readonly EmulatedPunch[];
  readonly punchCapacity?: number;
  readonly userCapacity?: number;
  /** How this family lays out a punch. Default `40`. */
  readonly layout?: AttendanceLayout;
  /** Default: what goes with the layout of the punches. */
  readonly userRecordSize?: UserRecordSize;
  /** Bytes between the size word and the first punch. Default none. */
  readonly strayBytes?: Buffer;
}

const DEFAULT_PUNCH_CAPACITY = 100_000;
const DEFAULT_USER_CAPACITY = 3_000;
const NOTHING = Buffer.alloc(0);

/** What an emulated clock remembers, encoded the way its family does. */
export class ClockMemory {
  private readonly internalIds = new Map<string, number>();
  private readonly userRecords: Buffer[] = [];
  private readonly layout: AttendanceLayout;
  private readonly userRecordSize: UserRecordSize;
  private readonly statedPunchCapacity: number;
  private readonly statedUserCapacity: number;
  private readonly strayBytes: Buffer;
  private log: EmulatedPunch[] = [];
  private encodedLog: Buffer | null = null;

  /** @throws RangeError when this family of clocks cannot hold a user or a punch */
  constructor(options: ClockMemoryOptions) {
    this.layout = options.layout ?? '40';
    this.userRecordSize = options.userRecordSize ?? userRecordSizeOf(this.layout);
    this.statedPunchCapacity = options.punchCapacity ?? DEFAULT_PUNCH_CAPACITY;
    this.statedUserCapacity = options.userCapacity ?? DEFAULT_USER_CAPACITY;
    this.strayBytes = options.strayBytes ?? NOTHING;
    for (const user of options.users ?? []) {
      this.userRecords.push(encodeUser(this.userRecordSize, user));
      this.internalIds.set(user.number, user.internalId);
    }
    this.addPunches(options.punches ?? []);
  }

  get punches(): readonly EmulatedPunch[] {
    return this.log;
  }

  /** All or none: @throws RangeError when this family of clocks cannot hold one of the punches */
  addPunches(punches: readonly EmulatedPunch[]): void {
    const before = this.encodedLog === null ? [] : [this.encodedLog];
    const added = punches.map((punch) =>
      encodePunch(this.layout, punch, this.internalIds.get(punch.number) ?? 0),
    );
    this.encodedLog = Buffer.concat([...before, ...added]);
    this.log = this.log.concat(punches);
  }

  clearPunches(): void {
    this.log = [];
    this.encodedLog = null;
  }

  /** u32 total · records. */
  punchSet(): Buffer {
    return dataSet([this.strayBytes, this.encodedLog ?? NOTHING]);
  }

  /** u32 total · records. */
  userSet(): Buffer {
    return dataSet(this.userRecords);
  }

  /** What a registered client is told of a punch. */
  livePunch(punch: EmulatedPunch): Buffer {
    return encodeLivePunch(this.layout, punch);
  }

  /** The 92 bytes of counts and capacities. */
  freeSizes(): Buffer {
    const sizes = Buffer.alloc(92);
    const punchCapacity = Math.max(this.statedPunchCapacity, this.log.length);
    const userCapacity = Math.max(this.statedUserCapacity, this.userRecords.length);
    sizes.writeUInt32LE(this.userRecords.length, 16);
    sizes.writeUInt32LE(this.log.length, 32);
    sizes.writeUInt32LE(userCapacity, 60);
    sizes.writeUInt32LE(punchCapacity, 64);
    sizes.writeUInt32LE(punchCapacity - this.log.length, 76);
    return sizes;
  }
}

function dataSet(records: readonly Buffer[]): Buffer {
  const size = Buffer.alloc(4);
  const set = Buffer.concat([size, ...records]);
  set.writeUInt32LE(set.length - size.length, 0);
  return set;
}
