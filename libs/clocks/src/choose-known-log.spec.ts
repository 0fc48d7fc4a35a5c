import { describe, expect, it } from '@jest/globals';
import type { ReadHistory } from '@cunqin/punch-ledger';
import { Temporal } from 'temporal-polyfill';
import { chooseKnownLog } from './choose-known-log.js';

const KNOWN = { layout: '40', records: 100, overlap: 16, digest: 'ab'.repeat(32) } as const;
const ZONE = 'Asia/Shanghai';

const at = (local: string): Temporal.Instant =>
  Temporal.PlainDateTime.from(local).toZonedDateTime(ZONE).toInstant();

type Last = NonNullable<ReadHistory['last']>;
type LastFull = NonNullable<ReadHistory['lastFull']>;

/** A clock read completely on Thursday, October 22, 2026 at 8:00, and by its tail at 9:00. */
function aHistory(last: Partial<Last> = {}, lastFull: Partial<LastFull> = {}): ReadHistory {
  return {
    last: {
      records: 100,
      known: KNOWN,
      outcome: 'complete',
      punchCapacity: 100_000,
      finishedAt: at('2026-10-22T09:00'),
      ...last,
    },
    lastFull: {
      startedAt: at('2026-10-22T08:00'),
      provenUntil: Temporal.PlainDateTime.from('2026-10-22T08:00'),
      timeOrdered: true,
      ...lastFull,
    },
  };
}

const choose = (history: ReadHistory, now = '2026-10-22T09:10'): unknown =>
  chooseKnownLog(history, { now: at(now), timeZone: ZONE });

describe('the tail is enough', () => {
  it('when the last read ended well and a whole one is not a day old', () => {
    expect(choose(aHistory())).toBe(KNOWN);
    expect(choose(aHistory(), '2026-10-23T07:59:59')).toBe(KNOWN);
  });

  it('for a clock that does not say how much it can hold', () => {
    expect(choose(aHistory({ punchCapacity: null }))).toBe(KNOWN);
  });
});

describe('the whole log is read', () => {
  it('the first time', () => {
    expect(choose({ last: null, lastFull: null })).toBeNull();
    expect(choose({ ...aHistory(), lastFull: null })).toBeNull();
  });

  it('when the log was empty', () => {
    expect(choose(aHistory({ records: 0, known: null }))).toBeNull();
  });

  it('24 hours after the last time', () => {
    expect(choose(aHistory(), '2026-10-23T08:00')).toBeNull();
  });

  it('when a week has ended since', () => {
    const sundayNight = {
      startedAt: at('2026-10-25T23:50'),
      provenUntil: Temporal.PlainDateTime.from('2026-10-25T23:50'),
    };
    expect(choose(aHistory({}, sundayNight), '2026-10-25T23:59:59')).toBe(KNOWN);
    expect(choose(aHistory({}, sundayNight), '2026-10-26T00:00')).toBeNull();
  });

  it('again when it proved only a part of Sunday, because the clock lags', () => {
    const mondayMorning = { startedAt: at('2026-10-26T00:05') };
    const lagging = { provenUntil: Temporal.PlainDateTime.from('2026-10-25T23:05') };
    const exact = { provenUntil: Temporal.PlainDateTime.from('2026-10-26T00:00') };
    expect(choose(aHistory({}, { ...mondayMorning, ...lagging }), '2026-10-26T00:15')).toBeNull();
    expect(choose(aHistory({}, { ...mondayMorning, ...exact }), '2026-10-26T00:15')).toBe(KNOWN);
    expect(choose(aHistory({}, { ...mondayMorning, provenUntil: null }), '2026-10-26T00:15')).toBeNull();
  });

  it('after a read in which the count did not agree', () => {
    expect(choose(aHistory({ outcome: 'count-mismatch' }))).toBeNull();
  });

  it('when the clock is full: it may drop its oldest punches', () => {
    expect(choose(aHistory({ punchCapacity: 101 }))).toBe(KNOWN);
    expect(choose(aHistory({ punchCapacity: 100 }))).toBeNull();
  });

  it('when the clock does not keep its log in order of time', () => {
    expect(choose(aHistory({}, { timeOrdered: false }))).toBeNull();
  });
});
