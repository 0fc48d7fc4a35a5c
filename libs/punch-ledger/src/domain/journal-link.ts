import { createHash } from 'node:crypto';
import type { ChainLink } from './chain-link.js';

/** An entry of a journal as its row says it. */
export interface StoredEntry {
  readonly chain: number;
  readonly position: number;
  readonly kind: string;
  readonly body: string;
  readonly hash: Buffer;
}

/** What a body says of itself and of the row it speaks of. */
export interface JournalBody {
  readonly chain: number;
  readonly position: number;
  readonly kind: string;
  readonly row: Readonly<Record<string, unknown>>;
}

/** `null` for a text that no trigger of ours wrote. */
export function parseBody(body: string): JournalBody | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch {
    return null;
  }
  if (!Array.isArray(parsed) || parsed.length !== 5 || parsed[0] !== 'cunqin-journal-1') return null;
  const [, chain, position, kind, row] = parsed as unknown[];
  if (typeof chain !== 'number' || typeof position !== 'number' || typeof kind !== 'string') return null;
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return null;
  return { chain, position, kind, row: row as Record<string, unknown> };
}

/** `SHA-256(hash before ‖ body)`: the body is hashed as it is kept, and never rendered again. */
export function journalHash(previous: Buffer, body: string): Buffer {
  return createHash('sha256').update(previous).update(body, 'utf8').digest();
}

/** An entry as a link: a body names its chain and position, and can stand nowhere else. */
export function journalLink(entry: StoredEntry, said: JournalBody | null = parseBody(entry.body)): ChainLink {
  return {
    position: entry.position,
    hash: entry.hash,
    sound: said?.kind === entry.kind,
    hashAt: (previous, position) =>
      said?.chain === entry.chain && said.position === position
        ? journalHash(previous, entry.body)
        : Buffer.alloc(0),
  };
}
