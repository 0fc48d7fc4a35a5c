import { createHash } from 'node:crypto';
import type { PunchRecord } from './punch-record.js';

/** What stands before the first punch of every clock. */
export const GENESIS = Buffer.alloc(32);

/**
 * What a punch is hashed as, in UTF-8: a JSON array without spaces, its members in this order.
 * Anybody can rebuild it from an export with any JSON library.
 */
export function canonicalText(punch: PunchRecord): string {
  return JSON.stringify([
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
  ]);
}

/** `SHA-256(previous hash ‖ canonical bytes)`. */
export function chainHash(previous: Buffer, punch: PunchRecord): Buffer {
  return createHash('sha256').update(previous).update(canonicalText(punch), 'utf8').digest();
}

/** The last entry of a journal: what else happened to a clock, or, in journal 0, to no clock. */
export interface JournalHead {
  /** 0: nothing happened yet. */
  readonly position: number;
  /** Hex. */
  readonly hash: string;
}

/** The last link of a clock's chain. */
export interface ChainHead {
  readonly clockId: number;
  /** 0: no punch yet; `hash` is that of {@link GENESIS} then. */
  readonly sequence: number;
  /** Hex. */
  readonly hash: string;
}

/** The ends of both chains of a clock. `clockId` 0 has a journal only. */
export interface SealedHead extends ChainHead {
  readonly journal: JournalHead;
}

/** What a seal speaks of. Version 1 knew no journals. */
export type SealContent = { readonly date: string } & (
  | { readonly version: 1; readonly heads: readonly ChainHead[] }
  | { readonly version: 2; readonly heads: readonly SealedHead[] }
);

/**
 * A seal over all chain heads, chained to the seal before: `SHA-256(previous seal ‖ JSON)` of the date
 * and the heads in order of clock id. Printed on paper that leaves the house, it proves the data later.
 *
 * A head of version 1 is `[clockId, sequence, hash]`; of version 2
 * `[clockId, sequence, hash, journal position, journal hash]`.
 */
export function sealHash(previous: Buffer, seal: SealContent): Buffer {
  return createHash('sha256')
    .update(previous)
    .update(JSON.stringify([`cunqin-seal-${seal.version}`, seal.date, membersOf(seal)]))
    .digest();
}

function membersOf(seal: SealContent): (number | string)[][] {
  switch (seal.version) {
    case 1:
      return inOrder(seal.heads).map((head) => [head.clockId, head.sequence, head.hash]);
    case 2:
      return inOrder(seal.heads).map(({ clockId, sequence, hash, journal }) => [
        clockId,
        sequence,
        hash,
        journal.position,
        journal.hash,
      ]);
  }
}

function inOrder<Head extends ChainHead>(heads: readonly Head[]): Head[] {
  return [...heads].sort((a, b) => a.clockId - b.clockId);
}
