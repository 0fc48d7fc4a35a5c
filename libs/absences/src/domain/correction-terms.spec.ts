import { describe, expect, it } from '@jest/globals';
import { officialNotices, WorkCalendar } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import {
  assertCorrectable,
  assertWithinMonth,
  type CorrectionRequest,
  type CorrectionTerms,
  lastDayToFile,
} from './correction-terms.js';

const calendar = new WorkCalendar(officialNotices);
const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);

/** The default rule for the afternoon of Tuesday, November 3, 2026. */
function terms(change: Partial<CorrectionTerms> = {}): CorrectionTerms {
  return {
    withinWorkdays: 2,
    perMonth: 2,
    month: { name: '2026-11', from: day('2026-11-02'), until: day('2026-11-29') },
    span: {
      from: Temporal.PlainDateTime.from('2026-11-03T12:00:00'),
      until: Temporal.PlainDateTime.from('2026-11-04T00:00:00'),
    },
    proved: false,
    calendar,
    ...change,
  };
}

const filed = (at: string): CorrectionRequest => ({
  date: day('2026-11-03'),
  half: 'afternoon',
  filedAt: Temporal.PlainDateTime.from(at),
});

const codeOf = (check: () => void): string => {
  try {
    check();
    return 'taken';
  } catch (refusal) {
    return (refusal as { code: string }).code;
  }
};

describe('a correction for Tuesday afternoon', () => {
  it.each([
    ['2026-11-03T11:59:59', 'CORRECTIONS.FUTURE'],
    ['2026-11-03T12:00:00', 'taken'],
    ['2026-11-05T23:59:59', 'taken'],
    ['2026-11-06T00:00:00', 'CORRECTIONS.TOO_LATE'],
  ])('filed at %s is %s: two workdays after the date', (at, end) => {
    expect(codeOf(() => assertCorrectable(filed(at), terms()))).toBe(end);
  });

  it('names the limit and the last day', () => {
    expect(() => assertCorrectable(filed('2026-11-09T08:00:00'), terms())).toThrow(
      expect.objectContaining({ title: '补卡须在2个工作日内提出，最迟2026-11-05' }),
    );
  });

  it('is not needed when a punch proves it', () => {
    const check = () => assertCorrectable(filed('2026-11-04T08:00:00'), terms({ proved: true }));
    expect(codeOf(check)).toBe('CORRECTIONS.ALREADY_PROVED');
  });
});

describe('the last day to file', () => {
  it.each([
    ['a Friday', '2026-10-23', '2026-10-27'],
    ['the day before National Day', '2026-09-30', '2026-10-09'],
    ['a make-up Saturday', '2026-10-10', '2026-10-13'],
    ['a Friday before a make-up Saturday', '2026-10-09', '2026-10-12'],
    ['a Saturday', '2026-10-24', '2026-10-27'],
  ])('of %s counts workdays only', (_, date, last) => {
    expect(lastDayToFile(day(date), { withinWorkdays: 2, calendar })?.toString()).toBe(last);
  });

  it('is a setting', () => {
    expect(lastDayToFile(day('2026-11-03'), { withinWorkdays: 5, calendar })?.toString()).toBe('2026-11-10');
    expect(lastDayToFile(day('2026-11-03'), { withinWorkdays: 0, calendar })?.toString()).toBe('2026-11-03');
  });

  it('is not known while the next year has no holiday notice: nobody is late by it', () => {
    expect(lastDayToFile(day('2026-12-30'), { withinWorkdays: 2, calendar })).toBeNull();
    const late = { ...filed('2027-01-20T08:00:00'), date: day('2026-12-30') };
    expect(codeOf(() => assertCorrectable(late, terms()))).toBe('taken');
  });

  it('needs a calendar that works', () => {
    const broken = {
      isWorkday: () => {
        throw new TypeError('broken');
      },
    } as unknown as WorkCalendar;
    expect(() => lastDayToFile(day('2026-11-03'), { withinWorkdays: 2, calendar: broken })).toThrow(
      TypeError,
    );
  });
});

describe('the corrections of a month', () => {
  it('are two', () => {
    expect(codeOf(() => assertWithinMonth(1, false, terms()))).toBe('taken');
    expect(codeOf(() => assertWithinMonth(2, false, terms()))).toBe('CORRECTIONS.TOO_MANY');
  });

  it('are as many as a broken clock needs', () => {
    expect(codeOf(() => assertWithinMonth(9, true, terms()))).toBe('taken');
  });

  it('are as many as the policy says', () => {
    expect(codeOf(() => assertWithinMonth(2, false, terms({ perMonth: 3 })))).toBe('taken');
    expect(codeOf(() => assertWithinMonth(0, false, terms({ perMonth: 0 })))).toBe('CORRECTIONS.TOO_MANY');
  });
});
