import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { ClockPunch, KnownLog } from '@cunqin/clock-protocol';
import type { LogAccount } from './finished-read.js';
import { type FetchedLog, lossSince } from './log-continuity.js';

const OVERLAP = 4;

/** A log whose records are told apart by their names. */
const logOf = (...names: string[]): ClockPunch[] =>
  names.map((name, index) => ({
    index,
    number: name,
    clockTime: '2026-10-20T08:41:00',
    verifyMode: 1,
    punchState: 0,
    workCode: 0,
    raw: Buffer.from(name),
  }));

const NAMES = Array.from({ length: 10 }, (_, n) => `punch-${n}`);

function knownOf(punches: readonly ClockPunch[]): KnownLog {
  const overlap = Math.min(OVERLAP, punches.length);
  const digest = createHash('sha256');
  for (const { raw } of punches.slice(-overlap)) digest.update(raw);
  return { layout: '40', records: punches.length, overlap, digest: digest.digest('hex') };
}

const EARLIER = { records: NAMES.length, known: knownOf(logOf(...NAMES)) };

function whyLost(
  punches: readonly ClockPunch[],
  { mode = 'full', records = punches.length }: Partial<LogAccount> = {},
  change: Partial<FetchedLog> = {},
): unknown {
  const fetched = { punches, appended: 0, timeOrdered: true, punchCapacity: null, ...change };
  const loss = lossSince(EARLIER, { mode, records, bytes: 0, known: null }, fetched);
  if (loss === null) return null;
  expect(loss).toMatchObject({ code: 'CLOCKS.LOG_SHRUNK', detail: { recordsBefore: 10, records } });
  return loss.detail['why'];
}

describe('a log has lost nothing', () => {
  it('when it is the same', () => {
    expect(whyLost(logOf(...NAMES))).toBeNull();
  });

  it('when it has grown', () => {
    expect(whyLost(logOf(...NAMES, 'new-1', 'new-2'))).toBeNull();
  });

  it('when a full clock has dropped its oldest punches', () => {
    expect(whyLost(logOf(...NAMES.slice(3), 'new-1', 'new-2', 'new-3'))).toBeNull();
  });

  it.each(['tail', 'nothing-new'] as const)('when its reader compared it: %s', (mode) => {
    expect(whyLost([], { mode, records: 10 })).toBeNull();
  });
});

describe('a log has lost punches', () => {
  it('when it is empty', () => {
    expect(whyLost([])).toBe('fewer-records');
  });

  it('when it holds one record less, whichever', () => {
    expect(whyLost(logOf(...NAMES.slice(0, 9)))).toBe('fewer-records');
    expect(whyLost(logOf(...NAMES.slice(1)))).toBe('fewer-records');
  });

  it.each(['full', 'refetched'] as const)('when it was cleared and has been filled as high: %s', (mode) => {
    const refilled = logOf(...NAMES.map((name) => `new-${name}`), 'more');
    expect(whyLost(refilled, { mode })).toBe('known-punches-missing');
  });

  it('when only the last of those known is another', () => {
    expect(whyLost(logOf(...NAMES.slice(0, 9), 'other'))).toBe('known-punches-missing');
  });
});

describe('a log that is not kept in order of time', () => {
  const inAnyOrder = (appended: number, punchCapacity: number | null, records = 11): unknown =>
    whyLost(logOf(...NAMES, 'new').slice(0, records), {}, { timeOrdered: false, appended, punchCapacity });

  it('has lost nothing when as many of its punches are known as there were', () => {
    expect(inAnyOrder(0, 100)).toBeNull();
    expect(inAnyOrder(1, 100)).toBeNull();
  });

  it.each([2, 10, 11])(
    'was cleared and filled again when %d of 11 are new, and 10 there were',
    (appended) => {
      expect(inAnyOrder(appended, 100)).toBe('known-punches-missing');
    },
  );

  it.each([11, null])('may have dropped old punches when it can hold %p', (punchCapacity) => {
    expect(inAnyOrder(5, punchCapacity)).toBeNull();
    expect(inAnyOrder(10, punchCapacity)).toBeNull();
    expect(inAnyOrder(11, punchCapacity)).toBe('known-punches-missing');
  });

  it('has lost something when it holds fewer', () => {
    expect(inAnyOrder(0, 100, 9)).toBe('fewer-records');
  });
});

describe('only the count can be compared', () => {
  it('with reads from before the last records were kept', () => {
    const account = { mode: 'full', records: 3, bytes: 120, known: null } as const;
    const fetched = { punches: logOf('a', 'b', 'c'), appended: 3, timeOrdered: true, punchCapacity: null };
    expect(lossSince({ records: 3, known: null }, account, fetched)).toBeNull();
    expect(lossSince({ records: 4, known: null }, account, fetched)).not.toBeNull();
  });
});
