import { describe, expect, it } from '@jest/globals';
import type { Policy } from '@cunqin/assessment';
import { aPolicy } from '../testing/a-policy.js';
import { monthWeeks } from './month-weeks.js';

const weeksOf = (month: string, versions: readonly Policy[], settled?: Map<string, string>): string[] =>
  monthWeeks(month, versions, settled).map(String);

describe('the weeks of a month', () => {
  it.each([
    ['thursday', ['2026-W40', '2026-W41', '2026-W42', '2026-W43', '2026-W44']],
    ['sunday', ['2026-W40', '2026-W41', '2026-W42', '2026-W43']],
    ['monday', ['2026-W41', '2026-W42', '2026-W43', '2026-W44']],
  ] as const)('by their %s are, for October 2026, %j', (monthOf, weeks) => {
    expect(weeksOf('2026-10', [aPolicy({ monthOf })])).toEqual(weeks);
  });

  it('never overlap and leave none out, whichever day decides', () => {
    for (const monthOf of ['thursday', 'sunday', 'monday'] as const) {
      const months = Array.from({ length: 12 }, (_, index) => `2026-${String(index + 1).padStart(2, '0')}`);
      const all = months.flatMap((month) => weeksOf(month, [aPolicy({ monthOf })]));
      expect(new Set(all).size).toBe(all.length);
      expect(all.length).toBeGreaterThanOrEqual(52);
      expect([...all].sort()).toEqual(all);
    }
  });

  it('stay in the month that settled them, whatever a later policy says', () => {
    const versions = [aPolicy({ version: 1 }), aPolicy({ version: 2, monthOf: 'sunday' })];
    const settled = new Map([['2026-W44', '2026-10']]);
    expect(weeksOf('2026-10', versions, settled)).toContain('2026-W44');
    expect(weeksOf('2026-11', versions, settled)).not.toContain('2026-W44');
    expect(weeksOf('2026-11', versions)).toContain('2026-W44');
  });

  it.each(['2026-13', '2026-1', '1999-12', '2101-01', 'October'])('of %s are refused', (month) => {
    expect(() => monthWeeks(month, [])).toThrow('is not a month');
  });
});
