import { chainHash } from './chain.js';
import type { ChainLink } from './chain-link.js';
import type { PunchRecord, PunchSource, Suspicion } from './punch-record.js';
import { parseClockTime } from './suspicions.js';

/** A punch as its row says it, in texts that hide no difference. */
export interface StoredPunch {
  readonly clockId: number;
  readonly sequence: number;
  readonly number: string;
  readonly clockTime: string;
  /** `2026-10-20T08:41:00`, as the database writes its timestamp; `null`: it has none. */
  readonly localTime: string | null;
  readonly verifyMode: number;
  readonly punchState: number;
  /** Decimal digits. */
  readonly workCode: string;
  /** Hex. */
  readonly raw: string;
  readonly source: string;
  readonly readId: string;
  /** UTC with microseconds, `2026-10-26T00:31:07.250000Z`. */
  readonly receivedAt: string;
  /** As the database writes an array, `{FUTURE,OFFSET}`. */
  readonly suspicions: string;
  readonly hash: Buffer;
}

const PLAIN_ARRAY = /^\{(?:[A-Z_]+(?:,[A-Z_]+)*)?\}$/;

/**
 * The record that a row states. What the ledger would never write (a microsecond, an array of arrays) is
 * rendered so that no hash fits it.
 */
export function recordOf(row: StoredPunch): PunchRecord {
  const { localTime: _timestamp, hash: _hash, ...said } = row;
  const inside = row.suspicions.slice(1, -1);
  return {
    ...said,
    workCode: Number(row.workCode),
    raw: Buffer.from(row.raw, 'hex'),
    source: row.source as PunchSource,
    receivedAt: row.receivedAt.replace(/000Z$/, 'Z'),
    suspicions: (!PLAIN_ARRAY.test(row.suspicions)
      ? [row.suspicions]
      : inside === ''
        ? []
        : inside.split(',')) as Suspicion[],
  };
}

/** The timestamp that weeks are judged by must be the one the clock said. */
function hasItsTime({ clockTime, localTime }: Pick<StoredPunch, 'clockTime' | 'localTime'>): boolean {
  // A timestamp's own text is a real time: nothing is left to parse where both are the same.
  if (clockTime === localTime) return true;
  const said = parseClockTime(clockTime);
  if (localTime === null) return said === null;
  const kept = parseClockTime(localTime);
  return said !== null && kept !== null && said.equals(kept);
}

/** A punch as a link of its clock's chain. */
export function punchLink(row: StoredPunch): ChainLink {
  const record = recordOf(row);
  return {
    position: row.sequence,
    hash: row.hash,
    sound: hasItsTime(row) && String(record.workCode) === row.workCode,
    hashAt: (previous, sequence) => chainHash(previous, { ...record, sequence }),
  };
}
