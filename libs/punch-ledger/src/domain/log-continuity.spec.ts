import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { ClockPunch, KnownLog } from '@cunqin/clock-protocol';
import type { LogAccount } from './finished-read.js';
import { lossSince } from './log-continuity.js';

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
  timeOrdered = true,
): unknown {
  const loss = lossSince(EARLIER, { mode, records, bytes: 0, known: null }, punches, timeOrdered);
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

describe('only the count can be compared', () => {
  it('in a log that is not kept in order of time', () => {
    expect(whyLost(logOf('new', ...NAMES.slice(0, 9)), {}, false)).toBeNull();
    expect(whyLost(logOf(...NAMES.slice(0, 9)), {}, false)).toBe('fewer-records');
  });

  it('with reads from before the last records were kept', () => {
    const account = { mode: 'full', records: 3, bytes: 120, known: null } as const;
    const punches = logOf('a', 'b', 'c');
    expect(lossSince({ records: 3, known: null }, account, punches, true)).toBeNull();
    expect(lossSince({ records: 4, known: null }, account, punches, true)).not.toBeNull();
  });
});
