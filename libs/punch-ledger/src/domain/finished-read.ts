import type { ClockPunch } from '@cunqin/clock-protocol';
import type { Temporal } from 'temporal-polyfill';
import type { PunchSource } from './punch-record.js';

/** A finished conversation with a clock, ready to be kept. */
export interface FinishedRead {
  readonly readId: string;
  readonly clockId: number;
  readonly source: PunchSource;
  /** Zone of the clock's own time. */
  readonly timeZone: string;
  readonly startedAt: Temporal.Instant;
  readonly finishedAt: Temporal.Instant;
  readonly serialNumber: string | null;
  /** What the clock said when asked for the time, before the transfer. */
  readonly clockTime: string;
  readonly offsetSeconds: number | null;
  readonly statedBefore: number | null;
  readonly statedAfter: number | null;
  /** How many punches the clock can hold; `null` when it does not say. */
  readonly punchCapacity: number | null;
  readonly bytesRead: number;
  /** The clock's whole log in its own order. */
  readonly punches: readonly ClockPunch[];
}
