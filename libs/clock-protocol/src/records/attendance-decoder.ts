import { createHash } from 'node:crypto';
import type { ClockPunch, KnownLog } from '../driver.js';
import { ClockProtocolError } from '../errors.js';
import type { RecordContext, RecordLayout } from './record-layouts.js';
import { YearTally } from './year-tally.js';

/** Records whose bytes a later read compares before it trusts the rest of the log to be the same. */
const OVERLAP_RECORDS = 16;
const EMPTY = Buffer.alloc(0);

/**
 * Turns the bytes of a log into punches, in pieces of any length: a record may begin in one and end in the next.
 * The layout is held for every record; what does not fit it ends the read.
 */
export class AttendanceDecoder {
  private readonly years = new YearTally();
  private rest: Buffer = EMPTY;
  private last: readonly Uint8Array[] = [];
  private count: number;
  private readonly continues: boolean;

  /**
   * @param knownRecords the last bytes of the log known before, whole records, when the log is read on from there
   * @param records how many records the log held then
   */
  constructor(
    readonly layout: RecordLayout,
    private readonly context: RecordContext,
    knownRecords: Buffer = EMPTY,
    records = 0,
  ) {
    this.count = records;
    this.continues = records > 0;
    const { size } = layout;
    const first = Math.max(0, knownRecords.length - OVERLAP_RECORDS * size);
    const known: Buffer[] = [];
    for (let at = first; at < knownRecords.length; at += size) {
      known.push(knownRecords.subarray(at, at + size));
    }
    this.last = known;
  }

  /** Records of the log so far, those known before included. */
  get records(): number {
    return this.count;
  }

  /**
   * The punches that the next bytes complete.
   * @throws ClockProtocolError `CLOCK.UNKNOWN_LAYOUT` at a record that cannot be one of this layout
   */
  push(bytes: Buffer): ClockPunch[] {
    const { size } = this.layout;
    const batch: ClockPunch[] = [];
    let at = 0;
    if (this.rest.length > 0) {
      at = Math.min(size - this.rest.length, bytes.length);
      this.rest = Buffer.concat([this.rest, bytes.subarray(0, at)]);
      if (this.rest.length < size) return batch;
      batch.push(this.decode(this.rest, 0));
    }
    for (; at + size <= bytes.length; at += size) batch.push(this.decode(bytes, at));
    this.rest = bytes.subarray(at);
    this.remember(batch);
    return batch;
  }

  /**
   * Says that the log ends here.
   * @throws ClockProtocolError `CLOCK.SIZE_MISMATCH` in the middle of a record, `CLOCK.UNKNOWN_LAYOUT` when the times are scattered
   */
  finish(): void {
    if (this.rest.length > 0) {
      throw new ClockProtocolError(
        'CLOCK.SIZE_MISMATCH',
        `the log ends ${this.rest.length} bytes into a record`,
      );
    }
    // Records that follow known ones are of their layout, whatever their times.
    if (!this.continues && !this.years.areNotScattered()) {
      throw new ClockProtocolError(
        'CLOCK.UNKNOWN_LAYOUT',
        `the times of a log in the layout ${this.layout.name} would be scattered over the years`,
      );
    }
  }

  /** What a later read of the same log may start from; `null` for an empty log. */
  known(): KnownLog | null {
    if (this.count === 0) return null;
    const digest = createHash('sha256');
    for (const record of this.last) digest.update(record);
    return {
      layout: this.layout.name,
      records: this.count,
      overlap: this.last.length,
      digest: digest.digest('hex'),
    };
  }

  private decode(bytes: Buffer, at: number): ClockPunch {
    const { layout } = this;
    if (!layout.fits(bytes, at)) {
      throw new ClockProtocolError(
        'CLOCK.UNKNOWN_LAYOUT',
        `record ${this.count} does not fit the layout ${layout.name} of the records before it`,
      );
    }
    this.years.add(layout.timeCode(bytes, at));
    const punch = layout.decode(bytes, at, this.count, this.context);
    this.count += 1;
    return punch;
  }

  private remember(batch: readonly ClockPunch[]): void {
    const newest = batch.slice(-OVERLAP_RECORDS).map(({ raw }) => raw);
    this.last = [...this.last, ...newest].slice(-OVERLAP_RECORDS);
  }
}
