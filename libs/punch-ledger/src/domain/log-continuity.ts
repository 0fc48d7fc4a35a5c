import { createHash } from 'node:crypto';
import type { ClockPunch, KnownLog } from '@cunqin/clock-protocol';
import type { LogAccount } from './finished-read.js';
import type { Incident } from './incident.js';

/** What the last good read of the same device found. */
export interface EarlierLog {
  readonly records: number;
  readonly known: KnownLog | null;
}

/** What a read fetched, and what the ledger made of it. */
export interface FetchedLog {
  readonly punches: readonly ClockPunch[];
  /** How many of the punches the ledger did not hold before. */
  readonly appended: number;
  readonly timeOrdered: boolean;
  /** How many punches the clock can hold; `null` when it does not say. */
  readonly punchCapacity: number | null;
}

/**
 * Whether a log still is what it was plus what came since. Fewer records than before, or a log in which the
 * last punches of the earlier one are not found, lost something: what was punched between the earlier read
 * and the loss nobody can know any more.
 *
 * A clock that drops its oldest punches when it is full keeps the last ones, if at another place: nothing
 * is lost then, the ledger has the oldest. In a log that is not kept in order of time new punches stand
 * anywhere; but the ledger holds all of the earlier one, so at least as many of this one cannot be new to it.
 */
export function lossSince(earlier: EarlierLog, log: LogAccount, fetched: FetchedLog): Incident | null {
  const lost = (why: 'fewer-records' | 'known-punches-missing'): Incident => ({
    code: 'CLOCKS.LOG_SHRUNK',
    detail: { why, recordsBefore: earlier.records, records: log.records },
  });
  if (log.records < earlier.records) return lost('fewer-records');
  if (earlier.known === null) return null;
  switch (log.mode) {
    // The reader has compared the overlap, or the count was the same.
    case 'tail':
    case 'nothing-new':
      return null;
    case 'full':
    case 'refetched':
      return (
        fetched.timeOrdered ? holds(fetched.punches, earlier.known) : holdsAsMany(earlier, log, fetched)
      )
        ? null
        : lost('known-punches-missing');
  }
}

/** A clock that is full, or may be, drops old punches for new ones: how many, nobody knows, but hardly all of them. */
function holdsAsMany(
  earlier: EarlierLog,
  log: LogAccount,
  { punches, appended, punchCapacity }: FetchedLog,
): boolean {
  const known = punches.length - appended;
  const mayDrop = punchCapacity === null || log.records >= punchCapacity;
  return known >= (mayDrop ? Math.min(1, earlier.records) : earlier.records);
}

/** Looks where the known records stood first: elsewhere they are only when old ones were dropped. */
function holds(punches: readonly ClockPunch[], { records, overlap, digest }: KnownLog): boolean {
  const endsAt = (end: number): boolean => {
    const hash = createHash('sha256');
    for (const { raw } of punches.slice(end - overlap, end)) hash.update(raw);
    return hash.digest('hex') === digest;
  };
  if (records <= punches.length && endsAt(records)) return true;
  for (let end = overlap; end <= punches.length; end += 1) if (endsAt(end)) return true;
  return false;
}
