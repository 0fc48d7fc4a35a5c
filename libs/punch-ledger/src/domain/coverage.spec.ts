import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { coveredUntil, outcomeOf } from './coverage.js';

describe('the outcome of a read', () => {
  it.each([
    ['gave what it stated', 100, 100, 'complete'],
    ['gave one less than it stated', 100, 99, 'count-mismatch'],
    ['stated punches and gave none', 1, 0, 'count-mismatch'],
    ['gave one more: somebody punched between count and read', 100, 101, 'complete'],
    ['states 0 although it has a log, as some models do', 0, 100, 'complete'],
    ['does not state a count', null, 100, 'complete'],
    ['is empty and says so', 0, 0, 'complete'],
  ] as const)('of a clock that %s', (_, statedBefore, logRecords, outcome) => {
    expect(outcomeOf({ statedBefore, logRecords })).toBe(outcome);
  });
});

describe('a read proves a clock complete', () => {
  const server = Temporal.PlainDateTime.from('2026-10-26T08:00:00');
  const covered = (clockTime: string): string | undefined => coveredUntil(clockTime, server)?.toString();

  it('up to the clock’s time when it lags: it will still write earlier times', () => {
    expect(covered('2026-10-26T07:59:59')).toBe('2026-10-26T07:59:59');
    expect(covered('2000-01-01T00:00:00')).toBe('2000-01-01T00:00:00');
  });

  it('up to the server’s time when it runs ahead: it has not seen what it shows', () => {
    expect(covered('2026-10-26T08:00:01')).toBe('2026-10-26T08:00:00');
    expect(covered('2099-12-31T23:59:59')).toBe('2026-10-26T08:00:00');
  });

  it('up to both when they agree', () => {
    expect(covered('2026-10-26T08:00:00')).toBe('2026-10-26T08:00:00');
  });

  it('not at all when it states a time that does not exist', () => {
    expect(coveredUntil('2026-02-31T08:00:00', server)).toBeNull();
    expect(coveredUntil('', server)).toBeNull();
  });
});
