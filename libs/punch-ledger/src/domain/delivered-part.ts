import type { ClockPunch } from '@cunqin/clock-protocol';
import type { Temporal } from 'temporal-polyfill';

/** A punch of a delivery; `complete: false` when its state and verify mode were not said. */
export interface DeliveredPunch extends ClockPunch {
  readonly complete?: boolean;
}

/**
 * Some punches of a clock, not its whole log: what a clock pushed, or what a file brought. It proves
 * nothing about punches that are not in it.
 */
export interface DeliveredPart {
  readonly readId: string;
  readonly clockId: number;
  readonly source: 'push' | 'file';
  /** A file is complete in itself; a push is always a part. */
  readonly outcome: 'complete' | 'partial';
  /** Whether it goes on record even when it brings nothing new; a clock may send the same for ever. */
  readonly onRecordAnyway: boolean;
  /** Zone of the clock's own time. */
  readonly timeZone: string;
  readonly startedAt: Temporal.Instant;
  readonly finishedAt: Temporal.Instant;
  readonly serialNumber: string | null;
  readonly bytesRead: number;
  /** In the order in which their times are to be judged. */
  readonly punches: readonly DeliveredPunch[];
}

/** A clock's own count of a period, to be held against the ledger's. Both ends belong to the period. */
export interface CountedPeriod {
  readonly readId: string;
  readonly clockId: number;
  readonly serialNumber: string | null;
  readonly from: Temporal.PlainDateTime;
  readonly until: Temporal.PlainDateTime;
  readonly counted: number;
  readonly startedAt: Temporal.Instant;
  readonly finishedAt: Temporal.Instant;
}
