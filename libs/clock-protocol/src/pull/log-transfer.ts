import { createHash } from 'node:crypto';
import type { ClockPunch, ClockTarget, KnownLog, ReadMode } from '../driver.js';
import { ClockProtocolError } from '../errors.js';
import { AttendanceDecoder } from '../records/attendance-decoder.js';
import { chooseLayout } from '../records/choose-layout.js';
import { layoutNamed, type RecordContext } from '../records/record-layouts.js';
import { recordsOffset, SET_HEAD_BYTES } from '../records/records-in-set.js';
import { decodeUsers } from '../records/users.js';
import { ATTENDANCE_SET, USER_SET, type DataSets, type OfferedSet } from './data-sets.js';
import type { Limits } from './limits.js';
import { readDataSet } from './read-data-set.js';

/** What the taker of the punches does with a batch; awaited. */
export type TakePunches = (batch: readonly ClockPunch[]) => void | Promise<void>;

/** What one connection offers to a transfer. */
export interface TransferLine {
  readonly sets: DataSets;
  readonly limits: Limits;
}

export interface TransferOptions {
  readonly statusOrder: ClockTarget['statusOrder'];
  readonly known: KnownLog | null;
  readonly take: TakePunches;
}

/** Held at a time; the layout is chosen by so many bytes at the head of the log, or all of it. */
const PIECE_BYTES = 65_472;
/** Bytes compared before a transfer goes on over a fresh connection. */
const SEAM_BYTES = 1_024;
const SMALLEST_PIECE = 4_096;
const EMPTY = Buffer.alloc(0);

/**
 * The way of one log from the clock to the taker: each record once and in order, over as many connections as it takes.
 * At no time it holds more than one piece of the log.
 */
export class LogTransfer {
  private state: 'to begin' | 'under way' | 'complete' = 'to begin';
  private readMode: ReadMode = 'full';
  private decoder: AttendanceDecoder | null = null;
  private numbers: ReadonlyMap<number, string> | null = null;
  /** Offset in the set of the next byte to fetch, and the last bytes before it. */
  private position = 0;
  private seam: Buffer = EMPTY;
  private setBytes = 0;
  private pieceBytes = PIECE_BYTES;
  private bytes = 0;
  private handedOver = 0;
  private handing: Promise<void> = Promise.resolve();

  constructor(private readonly options: TransferOptions) {}

  get mode(): ReadMode {
    return this.readMode;
  }

  /** Records handed over. */
  get decoded(): number {
    return this.handedOver;
  }

  /** Bytes of log data fetched. */
  get logBytes(): number {
    return this.bytes;
  }

  /** How far the transfer has come: grows with every piece. */
  get progress(): number {
    return this.position;
  }

  get recordSize(): number | null {
    return this.known() === null ? null : layoutNamed(this.known()!.layout).size;
  }

  /** What the next read may start from; `null` for an empty log. */
  known(): KnownLog | null {
    return this.readMode === 'nothing-new' ? this.options.known : (this.decoder?.known() ?? null);
  }

  /**
   * Moves the log, or what is left of it.
   * @param stated records the clock says it has
   */
  async run(line: TransferLine, stated: number | null): Promise<void> {
    // The taker may still be busy with the batch it was given when the last connection broke.
    await line.limits.race(this.handing);
    if (this.state === 'complete') return;
    const set = await (this.state === 'under way' ? this.resume(line) : this.begin(line, stated));
    if (set === null) return;
    while (this.position < this.setBytes) {
      await this.move(line.limits, await this.fetch(set, this.position, this.setBytes));
    }
    this.decoder?.finish();
    this.state = 'complete';
    await set.release();
  }

  /** The line was bad: smaller pieces have a better chance to arrive. */
  useSmallerPieces(): void {
    this.pieceBytes = Math.max(SMALLEST_PIECE, Math.floor(this.pieceBytes / 4));
  }

  private async begin(line: TransferLine, stated: number | null): Promise<OfferedSet | null> {
    const { known } = this.options;
    if (known !== null && stated === known.records) {
      this.readMode = 'nothing-new';
      this.state = 'complete';
      return null;
    }
    const mayHaveTail = known !== null && stated !== null && stated > known.records;
    if (mayHaveTail && layoutNamed(known.layout).needsUsers) await this.learnNumbers(line);
    const set = await this.offer(line);
    if (mayHaveTail && set.hasOffsets) {
      const tail = await this.beginTail(line.limits, set, known);
      if (tail === 'begun') return set;
      this.readMode = tail === 'other log' ? 'refetched' : 'full';
    }
    const whole = await this.beginWhole(line, set, stated);
    if (known !== null && set.hasOffsets && this.isOtherThan(known, whole)) this.readMode = 'refetched';
    return whole;
  }

  /** Reads on behind the known records, if the log still holds them. */
  private async beginTail(
    limits: Limits,
    set: OfferedSet,
    known: KnownLog,
  ): Promise<'begun' | 'other log' | 'no offsets'> {
    const layout = layoutNamed(known.layout);
    if (set.bytes === 0 || known.overlap < 1 || known.overlap > known.records) return 'other log';
    const offset = await this.recordsOffset(set);
    const recordBytes = set.bytes - offset;
    if (recordBytes % layout.size !== 0 || recordBytes < known.records * layout.size) return 'other log';
    const start = offset + (known.records - known.overlap) * layout.size;
    const overlapBytes = known.overlap * layout.size;
    let head: Buffer;
    try {
      head = await this.fetch(set, start, set.bytes, overlapBytes);
    } catch (error) {
      if (error instanceof ClockProtocolError && error.code === 'CLOCK.UNSUPPORTED') return 'no offsets';
      throw error;
    }
    const overlap = head.subarray(0, overlapBytes);
    if (createHash('sha256').update(overlap).digest('hex') !== known.digest) return 'other log';
    this.readMode = 'tail';
    this.decoder = new AttendanceDecoder(layout, this.context(), overlap, known.records);
    this.setBytes = set.bytes;
    this.position = start + overlapBytes;
    this.seam = overlap.subarray(-SEAM_BYTES);
    this.state = 'under way';
    await this.move(limits, head.subarray(overlapBytes));
    return 'begun';
  }

  private async beginWhole(line: TransferLine, set: OfferedSet, stated: number | null): Promise<OfferedSet> {
    this.setBytes = set.bytes;
    if (set.bytes === 0) return set;
    const sample = await this.fetch(set, 0, set.bytes, Math.min(this.pieceBytes, set.bytes));
    const offset = recordsOffset(sample.subarray(0, SET_HEAD_BYTES), set.bytes);
    this.position = offset;
    if (offset === set.bytes) return set;
    const layout = chooseLayout(sample.subarray(offset), set.bytes - offset, stated);
    if (layout.needsUsers && this.numbers === null) {
      await set.release();
      await this.learnNumbers(line);
      // A clock holds one set at a time: the log must be offered again.
      if (!set.held) return this.beginWhole(line, await this.offer(line), stated);
    }
    this.decoder = new AttendanceDecoder(layout, this.context());
    this.seam = sample.subarray(0, offset);
    this.state = 'under way';
    await this.move(line.limits, sample.subarray(offset));
    return set;
  }

  /** Goes on over a fresh connection behind the last byte that was taken, if the log is still the same up to there. */
  private async resume(line: TransferLine): Promise<OfferedSet> {
    const set = await this.offer(line);
    const grown = set.bytes - this.setBytes;
    const same =
      grown >= 0 &&
      grown % this.decoder!.layout.size === 0 &&
      (await this.recordsOffset(set)) <= this.position &&
      (await this.seamOf(set)).equals(this.seam);
    if (!same) {
      throw new ClockProtocolError(
        'CLOCK.SIZE_MISMATCH',
        'the log was no longer the same when the connection had been opened again',
      );
    }
    this.setBytes = set.bytes;
    return set;
  }

  private async offer({ sets }: TransferLine): Promise<OfferedSet> {
    const set = await sets.offer(ATTENDANCE_SET);
    if (set.held) this.bytes += set.bytes;
    return set;
  }

  /** Where the records begin; also whether the set is as long as it says. */
  private async recordsOffset(set: OfferedSet): Promise<number> {
    const headBytes = Math.min(SET_HEAD_BYTES, set.bytes);
    return recordsOffset(await this.fetch(set, 0, headBytes, headBytes), set.bytes);
  }

  private seamOf(set: OfferedSet): Promise<Buffer> {
    return this.fetch(set, this.position - this.seam.length, this.position, this.seam.length);
  }

  /** The next piece from `start` on, or as many pieces as hold `atLeast` bytes; nothing from `end` on. */
  private async fetch(set: OfferedSet, start: number, end: number, atLeast = 1): Promise<Buffer> {
    const pieces: Buffer[] = [];
    let fetched = 0;
    while (fetched < atLeast) {
      const length = Math.min(this.pieceBytes, set.maxFetchBytes, end - start - fetched);
      pieces.push(await set.fetch(start + fetched, length));
      fetched += length;
    }
    if (!set.held) this.bytes += fetched;
    return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces, fetched);
  }

  /** Hands over the records that these bytes complete. */
  private async move(limits: Limits, bytes: Buffer): Promise<void> {
    const punches = this.decoder!.push(bytes);
    this.position += bytes.length;
    this.seam = (bytes.length < SEAM_BYTES ? Buffer.concat([this.seam, bytes]) : bytes).subarray(-SEAM_BYTES);
    if (punches.length === 0) return;
    this.handedOver += punches.length;
    this.handing = handOver(this.options.take, punches);
    await limits.race(this.handing);
  }

  private async learnNumbers({ sets }: TransferLine): Promise<void> {
    const users = decodeUsers(await readDataSet(sets, USER_SET));
    this.numbers = new Map(users.map(({ internalId, number }) => [internalId, number]));
  }

  private context(): RecordContext {
    return { statusOrder: this.options.statusOrder ?? 'state-first', numbers: this.numbers ?? new Map() };
  }

  private isOtherThan(known: KnownLog, { bytes }: OfferedSet): boolean {
    const layout = this.decoder?.layout;
    return layout?.name !== known.layout || known.records * layout.size > bytes;
  }
}

/** A rejection, not an exception, even when the taker throws at once: it must not be lost with the connection. */
async function handOver(take: TakePunches, punches: readonly ClockPunch[]): Promise<void> {
  await take(punches);
}
