import { describe, expect, it } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import { defaultProcedure } from './closing-dates.js';
import type { MonthState } from './month-state.js';
import { standingOf, type Step } from './month-steps.js';
import { objectionPeriod } from './objection-period.js';

const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);
const step = (
  to: MonthState,
  date: string,
  user = 'office-1',
  figuresSha256: string | null = null,
): Step => ({
  to,
  date: day(date),
  actor: { user, name: null },
  figuresSha256,
});

describe('where a month stands', () => {
  it('without a step is open', () => {
    expect(standingOf([])).toMatchObject({ state: 'open', preparers: [], approvedSha256: null });
  });

  it('is where its last step led, with the dates and people of the steps', () => {
    const standing = standingOf([
      step('checking', '2026-11-02', 'a'),
      step('notice', '2026-11-05', 'b'),
      step('approved', '2026-11-12', 'c', 'old'),
      step('approved', '2026-11-13', 'c', 'new'),
    ]);
    expect(standing).toMatchObject({ state: 'approved', approvedSha256: 'new' });
    expect(standing.preparers.map(({ user }) => user)).toEqual(['a', 'b']);
    expect(String(standing.taken.approved)).toBe('2026-11-13');
  });

  it('that was given back begins anew: no date, no preparer and no approval of before counts', () => {
    const before = [
      step('checking', '2026-11-02', 'a'),
      step('notice', '2026-11-05', 'a'),
      step('approved', '2026-11-12', 'c', 'old'),
    ];
    const standing = standingOf([...before, step('open', '2026-11-12'), step('checking', '2026-11-16', 'b')]);
    expect(standing).toMatchObject({ state: 'checking', approvedSha256: null });
    expect(standing.taken.notice).toBeUndefined();
    expect(standing.preparers.map(({ user }) => user)).toEqual(['b']);
  });
});

describe('somebody may object', () => {
  const dates = {
    summary: '2026-11-02',
    checkUntil: '2026-11-04',
    noticeFrom: '2026-11-05',
    noticeUntil: '2026-11-11',
    approval: '2026-11-12',
    issue: '2026-11-13',
  };
  const until = (state: MonthState, issuedOn: string | null = null) => {
    const period = objectionPeriod(
      { state, dates, issuedOn: issuedOn === null ? null : day(issuedOn) },
      defaultProcedure,
    );
    return [period.kind, period.until?.toString() ?? null];
  };

  it('without a limit until the notice begins, to its end, and 30 days from the bulletin as a review', () => {
    expect(until('open')).toEqual(['objection', null]);
    expect(until('checking')).toEqual(['objection', null]);
    expect(until('notice')).toEqual(['objection', '2026-11-11']);
    expect(until('approved')).toEqual(['objection', '2026-11-11']);
    expect(until('issued', '2026-11-13')).toEqual(['review', '2026-12-13']);
  });
});
