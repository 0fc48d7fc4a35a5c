import { randomUUID } from 'node:crypto';

/** Where the names of reads and deliveries come from. Injected, because they enter hashes: a demo can repeat them. */
export abstract class IdSource {
  /** A UUID that nobody had before. */
  abstract next(): string;
}

/** Names that cannot be guessed or met twice. */
export class RandomIds extends IdSource {
  next(): string {
    return randomUUID();
  }
}
