import type { ClockMemoryOptions } from './clock-memory.js';

export interface EmulatedClockOptions extends ClockMemoryOptions {
  /** Default: made of the port it serves at, `CQ00004370`. */
  readonly serialNumber?: string;
  readonly firmware?: string;
  readonly platform?: string;
  readonly deviceName?: string;
  /** Comm key set in the clock; 0 or absent for none. */
  readonly commKey?: number;
  /** The clock's local time, `2026-10-20T08:41:00`. Default: Asia/Shanghai by the system clock. */
  readonly now?: () => string;
  /**
   * Milliseconds between two packets of a transfer, default 10. npm's clients take what arrives at once for one packet and
   * lose records; on UDP the pause keeps the client's receive buffer from overflowing.
   */
  readonly packetGapMs?: number;
  /** Sets up to so many bytes are sent at once, without chunks. Default 1,024. */
  readonly maxInlineBytes?: number;
  /** Told of every request, in the order in which they are answered. */
  readonly onCommand?: (command: number) => void;
  /** Moods of the clock and its line, with commas: `8a,split`; see `PROFILE_NAMES`. */
  readonly profile?: string;
  /** What chance decides (loss, splits) is the same for the same seed. Default 1. */
  readonly seed?: number;
}
