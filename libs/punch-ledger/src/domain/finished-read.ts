import type { ClockPunch, KnownLog, ReadMode } from '@cunqin/clock-protocol';
import type { Temporal } from 'temporal-polyfill';
import type { PunchSource } from './punch-record.js';

/** How much of a clock's log a read fetched, and what the log holds. */
export interface LogAccount {
  readonly mode: ReadMode;
  /** Records the log holds: those known before and those fetched. */
  readonly records: number;
  /** Bytes of log data on the wire. */
  readonly bytes: number;
  /** What the next read may start from; `null` for an empty log. */
  readonly known: KnownLog | null;
}

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
  readonly log: LogAccount;
  /** What was fetched, in the clock's own order: the whole log, its tail, or nothing, as `log.mode` says. */
  readonly punches: readonly ClockPunch[];
}
