import { IdSource } from '@cunqin/platform';

/** Names by number: they enter the ledger's hashes, and two runs of the demo are to have the same. */
export class CountedIds extends IdSource {
  private count = 0;

  next(): string {
    this.count += 1;
    return `00000000-0000-4000-8000-${this.count.toString(16).padStart(12, '0')}`;
  }
}
