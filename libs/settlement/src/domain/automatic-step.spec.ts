import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { automaticStep, type MonthNow } from './automatic-step.js';

const OCTOBER: MonthNow = {
  state: 'open',
  wasGivenBack: false,
  isOver: true,
  dates: {
    summary: '2026-11-02',
    checkUntil: '2026-11-04',
    noticeFrom: '2026-11-05',
    noticeUntil: '2026-11-11',
    approval: '2026-11-12',
    issue: '2026-11-13',
  },
  now: Temporal.PlainDateTime.from('2026-11-02T09:30'),
};

const stepAt = (now: string, change: Partial<MonthNow> = {}) =>
  automaticStep({ ...OCTOBER, ...change, now: Temporal.PlainDateTime.from(now) });

describe('a month by itself', () => {
  it('begins its check at 09:30 of the summary day of its last week, and not before', () => {
    expect(stepAt('2026-11-02T09:29:59')).toBeNull();
    expect(stepAt('2026-11-02T09:30')).toBe('checking');
  });

  it('begins it later when nobody was there on that day, in office hours too', () => {
    expect(stepAt('2026-11-09T08:00')).toBeNull();
    expect(stepAt('2026-11-09T17:00')).toBe('checking');
  });

  it('does nothing before its last week is over', () => {
    expect(stepAt('2026-11-02T10:00', { isOver: false })).toBeNull();
  });

  it('goes to notice on the workday after the check', () => {
    expect(stepAt('2026-11-04T23:00', { state: 'checking' })).toBeNull();
    expect(stepAt('2026-11-05T09:30', { state: 'checking' })).toBe('notice');
  });

  it('is neither approved nor issued: that is people’s decision', () => {
    expect(stepAt('2026-12-31T12:00', { state: 'notice' })).toBeNull();
    expect(stepAt('2026-12-31T12:00', { state: 'approved' })).toBeNull();
    expect(stepAt('2026-12-31T12:00', { state: 'issued' })).toBeNull();
  });

  it('that people gave back waits for people', () => {
    expect(stepAt('2026-11-02T10:00', { wasGivenBack: true })).toBeNull();
    expect(stepAt('2026-11-05T10:00', { wasGivenBack: true, state: 'checking' })).toBe('notice');
  });

  it('whose days cannot be told for want of a holiday notice is tried, to hear why not', () => {
    expect(stepAt('2027-01-04T10:00', { dates: null })).toBe('checking');
    expect(stepAt('2027-01-04T10:00', { dates: null, state: 'checking' })).toBe('notice');
  });
});
