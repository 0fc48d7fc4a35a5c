import { createHash } from 'node:crypto';
import type { PunchRecord } from './punch-record.js';

/** What stands before the first punch of every clock. */
export const GENESIS = Buffer.alloc(32);

/**
 * The bytes a punch is hashed as: a JSON array without spaces, in UTF-8, its members in this order.
 * Anybody can rebuild them from an export with any JSON library.
 */
function canonicalBytes(punch: PunchRecord): Buffer {
  return Buffer.from(
    JSON.stringify([
      'cunqin-punch-1',
      punch.clockId,
      punch.sequence,
      punch.number,
      punch.clockTime,
      punch.verifyMode,
      punch.punchState,
      punch.workCode,
      Buffer.from(punch.raw).toString('hex'),
      punch.source,
      punch.readId,
      punch.receivedAt,
      punch.suspicions,
    ]),
    'utf8',
  );
}

/** `SHA-256(previous hash ‖ canonical bytes)`. */
export function chainHash(previous: Buffer, punch: PunchRecord): Buffer {
  return createHash('sha256').update(previous).update(canonicalBytes(punch)).digest();
}

/** The last link of a clock's chain. */
export interface ChainHead {
  readonly clockId: number;
  readonly sequence: number;
  /** Hex. */
  readonly hash: string;
}

/**
 * A seal over all chain heads, chained to the seal before: `SHA-256(previous seal ‖ JSON)` of the date
 * and the heads in order of clock id. Printed on paper that leaves the house, it proves the data later.
 */
export function sealHash(previous: Buffer, date: string, heads: readonly ChainHead[]): Buffer {
  const ordered = [...heads].sort((a, b) => a.clockId - b.clockId);
  return createHash('sha256')
    .update(previous)
    .update(
      JSON.stringify([
        'cunqin-seal-1',
        date,
        ordered.map((head) => [head.clockId, head.sequence, head.hash]),
      ]),
    )
    .digest();
}
