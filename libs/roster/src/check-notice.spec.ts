import { describe, expect, it } from '@jest/globals';
import { type HolidayNotice, officialNotices } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import { checkNotice } from './check-notice.js';

const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);
const off = (from: string, to = from) => ({ name: '假', from: day(from), to: day(to) });

const notice = (
  holidays: HolidayNotice['holidays'],
  makeupWorkdays: readonly string[] = [],
): HolidayNotice => ({
  year: 2027,
  docNo: '国办发明电〔2026〕9号',
  holidays,
  makeupWorkdays: makeupWorkdays.map(day),
});

const codeOf = (given: HolidayNotice): string => {
  try {
    checkNotice(given);
    return 'taken';
  } catch (refusal) {
    return (refusal as { code: string }).code;
  }
};

describe('a holiday notice', () => {
  it.each(officialNotices.map((official) => [official.year, official] as const))(
    'as it was published for %d is taken',
    (_, official) => {
      expect(codeOf(official)).toBe('taken');
    },
  );

  it.each([
    ['2026-12-19', 'ROSTER.NOTICE_OTHER_YEAR'],
    ['2026-12-20', 'taken'],
    ['2027-12-31', 'taken'],
    ['2028-01-01', 'ROSTER.NOTICE_OTHER_YEAR'],
  ])('of 2027 may speak of %s: %s', (date, end) => {
    expect(codeOf(notice([off(date)]))).toBe(end);
  });

  it('has no holiday that ends before it begins', () => {
    expect(codeOf(notice([off('2027-01-03', '2027-01-01')]))).toBe('ROSTER.PERIOD_REVERSED');
  });

  it('has no day off twice', () => {
    const first = off('2027-10-01', '2027-10-07');
    expect(codeOf(notice([off('2027-10-07', '2027-10-08'), first]))).toBe('ROSTER.NOTICE_OVERLAP');
    expect(codeOf(notice([off('2027-10-08'), first]))).toBe('taken');
  });

  it('has nobody work on a day off', () => {
    const newYear = off('2027-01-01', '2027-01-03');
    expect(codeOf(notice([newYear], ['2027-01-03']))).toBe('ROSTER.NOTICE_MAKEUP_IN_HOLIDAY');
    expect(codeOf(notice([newYear], ['2027-01-09']))).toBe('taken');
  });

  it('makes a workday of a weekend only, once', () => {
    expect(codeOf(notice([], ['2027-01-08']))).toBe('ROSTER.NOTICE_MAKEUP_NO_WEEKEND');
    expect(codeOf(notice([], ['2028-01-02']))).toBe('ROSTER.NOTICE_OTHER_YEAR');
    expect(codeOf(notice([], ['2027-01-09', '2027-01-09']))).toBe('ROSTER.NOTICE_OVERLAP');
  });
});
