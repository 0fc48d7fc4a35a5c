import { encodePunch, encodeUser, type PunchRecordSize, type UserRecordSize } from './record-encoders.js';
import type { EmulatedPunch, EmulatedUser } from './emulated-records.js';

export interface ClockMemoryOptions {
  readonly users?: readonly EmulatedUser[];
  readonly punches?: readonly EmulatedPunch[];
  readonly punchCapacity?: number;
  readonly userCapacity?: number;
  readonly punchRecordSize?: PunchRecordSize;
  readonly userRecordSize?: UserRecordSize;
}

const DEFAULT_PUNCH_CAPACITY = 100_000;
const DEFAULT_USER_CAPACITY = 3_000;

/** What an emulated clock remembers, encoded the way its family does. */
export class ClockMemory {
  private readonly internalIds = new Map<string, number>();
  private readonly userRecords: Buffer[] = [];
  private readonly punchRecordSize: PunchRecordSize;
  private readonly userRecordSize: UserRecordSize;
  private readonly statedPunchCapacity: number;
  private readonly statedUserCapacity: number;
  private punchRecords: Buffer[] = [];

  /** @throws RangeError when this family of clocks cannot hold a user or a punch */
  constructor(options: ClockMemoryOptions) {
    this.punchRecordSize = options.punchRecordSize ?? 40;
    this.userRecordSize = options.userRecordSize ?? 72;
    this.statedPunchCapacity = options.punchCapacity ?? DEFAULT_PUNCH_CAPACITY;
    this.statedUserCapacity = options.userCapacity ?? DEFAULT_USER_CAPACITY;
    for (const user of options.users ?? []) {
      this.userRecords.push(encodeUser(this.userRecordSize, user));
      this.internalIds.set(user.number, user.internalId);
    }
    this.addPunches(options.punches ?? []);
  }

  get punchCount(): number {
    return this.punchRecords.length;
  }

  /** All or none: @throws RangeError when this family of clocks cannot hold one of the punches */
  addPunches(punches: readonly EmulatedPunch[]): void {
    const records = punches.map((punch) =>
      encodePunch(this.punchRecordSize, punch, this.internalIds.get(punch.number) ?? 0),
    );
    this.punchRecords = this.punchRecords.concat(records);
  }

  clearPunches(): void {
    this.punchRecords = [];
  }

  /** u32 total · records. */
  punchSet(): Buffer {
    return dataSet(this.punchRecords);
  }

  /** u32 total · records. */
  userSet(): Buffer {
    return dataSet(this.userRecords);
  }

  /** The 92 bytes of counts and capacities. */
  freeSizes(): Buffer {
    const sizes = Buffer.alloc(92);
    const punchCapacity = Math.max(this.statedPunchCapacity, this.punchCount);
    const userCapacity = Math.max(this.statedUserCapacity, this.userRecords.length);
    sizes.writeUInt32LE(this.userRecords.length, 16);
    sizes.writeUInt32LE(this.punchCount, 32);
    sizes.writeUInt32LE(userCapacity, 60);
    sizes.writeUInt32LE(punchCapacity, 64);
    sizes.writeUInt32LE(punchCapacity - this.punchCount, 76);
    return sizes;
  }
}

function dataSet(records: readonly Buffer[]): Buffer {
  const size = Buffer.alloc(4);
  const set = Buffer.concat([size, ...records]);
  set.writeUInt32LE(set.length - size.length, 0);
  return set;
}
