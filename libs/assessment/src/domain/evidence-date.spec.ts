import { describe, expect, it } from '@jest/globals';
import { IsoWeek, NoticeMissing, officialNotices, WorkCalendar } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import { ruledDate, type RuledDate } from './evidence-date.js';
import type { CountedDate, UncountedDate } from './verdict.js';

const calendar = new WorkCalendar(officialNotices);
/** October 5 to 11, 2026: the National Day holiday ends on Wednesday, and Saturday is worked. */
const WEEK = IsoWeek.parse('2026-W41');

function ruled({
  counted = [],
  uncounted = [],
  excused = [],
  managedFrom = '2026-01-01',
  managedUntil = null,
}: {
  counted?: readonly CountedDate[];
  uncounted?: readonly UncountedDate[];
  excused?: readonly string[];
  managedFrom?: string;
  managedUntil?: string | null;
} = {}): RuledDate[] {
  const cadre = {
    category: 'organ',
    identity: 'civil-servant',
    managedFrom: Temporal.PlainDate.from(managedFrom),
    managedUntil: managedUntil === null ? null : Temporal.PlainDate.from(managedUntil),
    homeVillageCode: null,
  } as const;
  return WEEK.dates.map((date) =>
    ruledDate(date, { countedDates: counted, uncountedDates: uncounted }, cadre, excused, calendar),
  );
}

describe('a date of the evidence', () => {
  it('says what kind of day it was', () => {
    expect(ruled().map(({ date, kind }) => `${date} ${kind}`)).toEqual([
      '2026-10-05 holiday',
      '2026-10-06 holiday',
      '2026-10-07 holiday',
      '2026-10-08 workday',
      '2026-10-09 workday',
      '2026-10-10 makeup-workday',
      '2026-10-11 weekend',
    ]);
  });

  it('has no kind in a year without a notice, and whatever else goes wrong is not hidden', () => {
    const date = Temporal.PlainDate.from('2027-01-01');
    const judged = { countedDates: [], uncountedDates: [] };
    const cadre = {
      category: 'organ',
      identity: 'contract',
      managedFrom: date,
      managedUntil: null,
      homeVillageCode: null,
    } as const;
    expect(() => calendar.dayKind(date)).toThrow(NoticeMissing);
    expect(ruledDate(date, judged, cadre, [], calendar).kind).toBeNull();
    const broken = {
      dayKind: () => {
        throw new TypeError('broken');
      },
    };
    expect(() => ruledDate(date, judged, cadre, [], broken)).toThrow(TypeError);
  });

  it('says as what it counts, or why it does not, never both', () => {
    const days = ruled({
      counted: [{ date: '2026-10-08', as: 'village', weight: 1, corrected: true }],
      uncounted: [{ date: '2026-10-09', why: 'half-pair' }],
    });
    expect(days[3]).toMatchObject({ counts: { as: 'village', weight: 1, corrected: true }, why: null });
    expect(days[4]).toMatchObject({ counts: null, why: 'half-pair' });
    expect(days[5]).toMatchObject({ counts: null, why: 'nothing-seen' });
  });

  it('says whether the cadre was managed, and excused', () => {
    const days = ruled({ managedFrom: '2026-10-06', managedUntil: '2026-10-09', excused: ['2026-10-08'] });
    expect(days.map(({ managed }) => managed)).toEqual([false, true, true, true, true, false, false]);
    expect(days.map(({ excused }) => excused)).toEqual([false, false, false, true, false, false, false]);
  });
});
