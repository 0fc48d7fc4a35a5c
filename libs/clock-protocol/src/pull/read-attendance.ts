import { createHash } from 'node:crypto';
import type { ClockPunch, KnownLog, ReadReport, TimeSample } from '../driver.js';
import { chooseAttendanceLayout, decodeAttendance, type AttendanceLayout } from '../records/attendance.js';
import type { Limits } from './limits.js';
import type { RecordConsumer } from './read-data-set.js';
import type { ClockSession } from './session.js';

const TIME_SAMPLES = 3;
const MOST_OVERLAP = 16;
const EMPTY = Buffer.alloc(0);

/** How a driver brings the bytes of the attendance log: all of them and in order, or it throws. */
export type AttendanceSource = (consume: RecordConsumer) => Promise<void>;

/**
 * Reads the log within an open session: counts, records, counts again. A difference between what was stated and what
 * came is reported, not judged: some models state 0, and a punch may land during the read.
 */
export async function readAttendance(
  session: ClockSession,
  limits: Limits,
  source: AttendanceSource,
  onPunches: (batch: readonly ClockPunch[]) => void | Promise<void>,
): Promise<ReadReport> {
  const startedAt = performance.now();
  const probe = await session.probe();
  const timeSamples: TimeSample[] = [probe.time];
  while (timeSamples.length < TIME_SAMPLES) timeSamples.push(await session.time());
  const records = new RecordSplitter();
  await source(async (bytes, recordBytes) => {
    const batch = records.split(bytes, recordBytes);
    if (batch.length > 0) await limits.race(Promise.resolve(onPunches(batch)));
  });
  const after = await session.statedCounts();
  return {
    probe,
    statedBefore: probe.punchCount,
    statedAfter: after.punchCount,
    mode: 'full',
    decoded: records.decoded,
    logRecords: records.decoded,
    known: records.known,
    timeSamples,
    logBytes: records.bytes,
    recordSize: records.recordSize,
    bytesRead: session.connection.bytesRead,
    durationMs: Math.round(performance.now() - startedAt),
    checksumsOffByOne: session.connection.offByOneChecksums,
  };
}

/** Cuts the stream of record bytes into punches; a record may begin in one piece and end in the next. */
class RecordSplitter {
  private layout: AttendanceLayout | null = null;
  private rest: Buffer = EMPTY;
  private count = 0;
  private lastRecords: Uint8Array[] = [];
  private seen = 0;

  /** Bytes of log data, without the size word. */
  get bytes(): number {
    return this.seen;
  }

  /** What a later read of the same log may start from. */
  get known(): KnownLog | null {
    if (this.count === 0) return null;
    const digest = createHash('sha256');
    for (const record of this.lastRecords) digest.update(record);
    return {
      layout: '40',
      records: this.count,
      overlap: this.lastRecords.length,
      digest: digest.digest('hex'),
    };
  }

  get decoded(): number {
    return this.count;
  }

  get recordSize(): number | null {
    return this.layout?.size ?? null;
  }

  split(bytes: Buffer, recordBytes: number): ClockPunch[] {
    const available = this.rest.length === 0 ? bytes : Buffer.concat([this.rest, bytes]);
    this.seen += bytes.length;
    this.layout ??= chooseAttendanceLayout(recordBytes, available);
    const { size } = this.layout;
    const batch: ClockPunch[] = [];
    let at = 0;
    for (; at + size <= available.length; at += size) {
      batch.push(decodeAttendance(this.layout, available.subarray(at, at + size), this.count));
      this.count += 1;
    }
    this.rest = available.subarray(at);
    this.lastRecords = [...this.lastRecords, ...batch.slice(-MOST_OVERLAP).map(({ raw }) => raw)].slice(
      -MOST_OVERLAP,
    );
    return batch;
  }
}
