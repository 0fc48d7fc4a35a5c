import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { summaryDue } from './summary-due.js';

const MONDAY = Temporal.PlainDate.from('2026-10-26');
const dueAt = (local: string, listsUntil: string | null = null) =>
  summaryDue(
    MONDAY,
    Temporal.PlainDateTime.from(local),
    listsUntil === null ? null : Temporal.PlainTime.from(listsUntil),
  );

describe('a weekly summary', () => {
  it('is not due before its summary day', () => {
    expect(dueAt('2026-10-25T23:59:59')).toBe('not-yet');
  });

  it('is due on that day as soon as the clocks have been read', () => {
    expect(dueAt('2026-10-26T00:00')).toBe('when-read');
    expect(dueAt('2026-10-26T09:29:59')).toBe('when-read');
  });

  it('waits for no clock from 09:30 on', () => {
    expect(dueAt('2026-10-26T09:30')).toBe('now');
  });

  it('waits until lists may not be done any more, where the rule gives them the morning or the day', () => {
    expect(dueAt('2026-10-26T08:59:59', '09:00:00')).toBe('not-yet');
    expect(dueAt('2026-10-26T09:00:00', '09:00:00')).toBe('when-read');
    expect(dueAt('2026-10-26T16:59:59', '17:00:00')).toBe('not-yet');
    expect(dueAt('2026-10-26T17:00:00', '17:00:00')).toBe('now');
    expect(dueAt('2026-10-27T00:00', '17:00:00')).toBe('now');
  });

  it('is overdue on every day after, at any hour', () => {
    expect(dueAt('2026-10-27T00:00')).toBe('now');
    expect(dueAt('2026-11-30T03:00')).toBe('now');
  });
});
