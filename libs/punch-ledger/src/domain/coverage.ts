import { Temporal } from 'temporal-polyfill';
import { parseClockTime } from './suspicions.js';

/** What a read says about its own completeness. */
export interface ReadCounts {
  /** Records the clock stated before the transfer; `null`: it does not state them. */
  readonly statedBefore: number | null;
  /** Records the log holds: fetched now, or known from before. */
  readonly logRecords: number;
}

/** `partial`: a delivery that is part of a log by its nature, and says nothing of the rest. */
export type ReadOutcome = 'complete' | 'count-mismatch' | 'partial';

/**
 * A clock that states more punches than it gave is an incident: what came is kept, but nothing is
 * proved. A clock that states too few, or 0, is one of the models that count something else; one that
 * states more afterwards was punched at meanwhile.
 */
export function outcomeOf({ statedBefore, logRecords }: ReadCounts): ReadOutcome {
  return statedBefore !== null && statedBefore > logRecords ? 'count-mismatch' : 'complete';
}

/**
 * Up to when a complete read proves that no punch is missing, in the clock's own time: the moment the
 * read began, by the clock's time or the server's, whichever is earlier. A clock that runs ahead has
 * not seen the time it shows; one that lags will still write earlier times.
 *
 * @returns `null` when the clock stated a time that does not exist: nothing is proved then
 */
export function coveredUntil(
  clockTime: string,
  serverTime: Temporal.PlainDateTime,
): Temporal.PlainDateTime | null {
  const stated = parseClockTime(clockTime);
  if (stated === null) return null;
  return Temporal.PlainDateTime.compare(stated, serverTime) < 0 ? stated : serverTime;
}
