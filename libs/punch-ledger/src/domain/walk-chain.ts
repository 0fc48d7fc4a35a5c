import { isIntact, type ChainLink } from './chain-link.js';

/** Where a walk found no intact link, and the hashes of the two before it. */
export interface Break {
  readonly position: number;
  readonly previous: Buffer;
  readonly beforePrevious: Buffer | null;
}

/** Walks a stretch of a chain, link by link, and stops looking at the first break. */
export class ChainWalk {
  private beforePrevious: Buffer | null = null;
  private found: Break | null = null;

  /**
   * @param next position of the first link to come
   * @param previous hash of the link before it; `null`: that link is gone, which is a break of another stretch
   */
  constructor(
    private next: number,
    private previous: Buffer | null,
  ) {}

  /** @returns whether the link is intact and everything before it was */
  step(link: ChainLink): boolean {
    if (this.found !== null) return false;
    if (this.previous === null && link.position === this.next) {
      // Nothing is left to hold this link against: it is taken at its word, the next one is not.
      this.previous = link.hash;
      this.next += 1;
      return true;
    }
    const previous = this.previous ?? Buffer.alloc(0);
    if (!isIntact(link, previous, this.next)) {
      this.breakHere(previous);
      return false;
    }
    this.beforePrevious = previous;
    this.previous = link.hash;
    this.next += 1;
    return true;
  }

  /** Says that no link comes any more, though there had to be some up to `until`. */
  end(until: number): Break | null {
    if (this.found === null && this.next <= until) this.breakHere(this.previous ?? Buffer.alloc(0));
    return this.found;
  }

  private breakHere(previous: Buffer): void {
    this.found = { position: this.next, previous, beforePrevious: this.beforePrevious };
  }
}
