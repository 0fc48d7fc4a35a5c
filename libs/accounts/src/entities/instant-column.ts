import { Temporal } from 'temporal-polyfill';
import type { ColumnOptions } from 'typeorm';

/** A `timestamptz` column that code sees as an instant. */
export const instantColumn: ColumnOptions = {
  type: 'timestamptz',
  transformer: {
    from: (stored: Date | null) =>
      stored === null ? null : Temporal.Instant.fromEpochMilliseconds(stored.getTime()),
    to: (instant: Temporal.Instant | null) => instant?.toString() ?? null,
  },
};
