import { belongsAt, type ChainLink } from './chain-link.js';
import type { DamageKind } from './damage.js';

/** Where a chain is broken, and what is known around the place. */
export interface BrokenPlace {
  /** The first position at which no intact link stands. */
  readonly position: number;
  /** Hash of the link before. */
  readonly previous: Buffer;
  /** Hash of the link before that one; `null` at the beginning of the chain. */
  readonly beforePrevious: Buffer | null;
  /** How many links the chain must have, by what vouches for it. */
  readonly expected: number;
  /** How many links it has. */
  readonly actual: number;
}

/** The damage, at the position where it was done. */
export interface Classified {
  readonly position: number;
  readonly kind: DamageKind;
}

/** So many links put in or taken out in one place, with the rest renumbered, are recognised. */
const MOST_SHIFTED = 16;

/**
 * Says what was done to a broken chain. It is shown every link from the broken place on, in order of
 * position, and keeps a handful of them: a chain of any length is looked through in the same memory.
 *
 * A single tampering is named rightly when the hashes after it were left alone. Whoever recomputes hashes
 * moves the broken place behind what he touched; the heads that reads and seals name tell then.
 */
export class DamageClassifier {
  private readonly following: ChainLink[] = [];
  /** The link whose content belongs at the broken place, standing elsewhere. */
  private displaced: ChainLink | null = null;
  private hashBeforeDisplaced: Buffer;
  private afterDisplaced: ChainLink | null = null;
  private last: ChainLink | null = null;

  constructor(private readonly place: BrokenPlace) {
    this.hashBeforeDisplaced = place.previous;
  }

  /** Takes the next link. Those before the broken place are no business of its. */
  look(link: ChainLink): void {
    const { position, previous } = this.place;
    if (this.following.length < 2) this.following.push(link);
    const [first] = this.following;
    if (this.displaced !== null) {
      this.afterDisplaced ??= link;
    } else if (link !== first || link.position !== position) {
      const hash = link.hashAt(previous, position);
      if (hash.length > 0 && (hash.equals(link.hash) || (first !== undefined && hash.equals(first.hash)))) {
        this.displaced = link;
        this.hashBeforeDisplaced = this.last?.hash ?? previous;
      }
    }
    this.last = link;
  }

  /** What was done, once every link has been looked at. */
  classify(): Classified {
    const { position, previous, expected } = this.place;
    const [first, second] = this.following;
    if (first === undefined) return { position, kind: 'missing' };
    if (first.position < position) return { position: first.position, kind: 'inserted' };
    if (this.displaced !== null) return { position, kind: this.kindOfDisplaced(first, this.displaced) };
    if (first.position > position) return { position, kind: 'missing' };
    if (position > expected) return { position, kind: 'inserted' };
    if (belongsAt(first, previous, position)) return { position, kind: 'changed' };
    return this.shifted(first, second) ?? { position, kind: 'changed' };
  }

  /** What belongs here stands elsewhere: others were put in before it, or it changed places. */
  private kindOfDisplaced(first: ChainLink, displaced: ChainLink): DamageKind {
    const { position, previous } = this.place;
    if (first.position > position) return 'reordered';
    const itsHash = displaced.hashAt(previous, position);
    const adjacent = displaced.position === position + 1;
    const exchanged = first.hashAt(adjacent ? itsHash : this.hashBeforeDisplaced, displaced.position);
    if (exchanged.length > 0 && (exchanged.equals(first.hash) || exchanged.equals(displaced.hash))) {
      return 'reordered';
    }
    if (this.afterDisplaced === null) return adjacent ? 'inserted' : 'reordered';
    return belongsAt(this.afterDisplaced, itsHash, position + 1) ? 'inserted' : 'reordered';
  }

  /** Links from here on that fit each other under other numbers: some were taken out before them, or put in. */
  private shifted(first: ChainLink, second: ChainLink | undefined): Classified | null {
    const { position, beforePrevious, expected, actual } = this.place;
    if (second === undefined) {
      if (beforePrevious !== null && belongsAt(first, beforePrevious, position - 1)) {
        return { position: position - 1, kind: 'inserted' };
      }
      return actual < expected ? { position, kind: 'missing' } : null;
    }
    if (belongsAt(second, first.hash, second.position)) return null;
    for (let by = 1; by <= MOST_SHIFTED; by += 1) {
      if (belongsAt(second, first.hash, second.position + by)) return { position, kind: 'missing' };
      if (second.position > by && belongsAt(second, first.hash, second.position - by)) {
        return { position: Math.max(1, position - by), kind: 'inserted' };
      }
    }
    return null;
  }
}
