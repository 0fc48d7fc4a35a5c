import { COMMAND } from '../wire/commands.js';

/** Which data set of a clock: the command that reads it and the filter word that goes with it. */
export interface DataSetName {
  readonly readCommand: number;
  readonly filter: number;
}

export const ATTENDANCE_SET: DataSetName = { readCommand: COMMAND.ATTENDANCE_READ, filter: 0 };
export const USER_SET: DataSetName = { readCommand: COMMAND.USERS_READ, filter: 5 };

/** A data set as a clock offers it, size word included. */
export interface OfferedSet {
  /** 0 when the clock has none. */
  readonly bytes: number;
  /** Whether all of it has come already; otherwise the clock holds it ready until the next one is offered. */
  readonly held: boolean;
  /** Whether this clock can be asked for a part of a set. */
  readonly hasOffsets: boolean;
  readonly maxFetchBytes: number;
  /**
   * Exactly `length` bytes from `start` on.
   * @throws ClockProtocolError `CLOCK.SIZE_MISMATCH` when more or less came, `CLOCK.UNSUPPORTED` when the clock refuses
   */
  fetch(start: number, length: number): Promise<Buffer>;
  /** The clock need not hold it any longer. */
  release(): Promise<void>;
}

/** How a driver comes by the data sets of a clock. */
export interface DataSets {
  /** @throws ClockProtocolError `CLOCK.UNSUPPORTED` when the clock gives such sets in no way that is known */
  offer(name: DataSetName): Promise<OfferedSet>;
}

/** What is fetched at a time from a set that is here already. */
const SLICE_BYTES = 65_472;

/** A set that came at once. */
export function heldSet(set: Buffer, hasOffsets: boolean): OfferedSet {
  return {
    bytes: set.length,
    held: true,
    hasOffsets,
    maxFetchBytes: SLICE_BYTES,
    fetch: (start, length) => Promise.resolve(set.subarray(start, start + length)),
    release: () => Promise.resolve(),
  };
}
