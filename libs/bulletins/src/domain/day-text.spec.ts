import { describe, expect, it } from '@jest/globals';
import { aDay, aFullDay } from '../testing/summary.factory.js';
import { dayText } from './day-text.js';
import type { DayFact, DayKind, DayMark } from './weekly-summary.facts.js';
import { LEGEND_LINE, MARKS } from './wording.js';

const MORNING = { time: '08:41', villageName: '蒋寨村' };
const AFTERNOON = { time: '14:40', villageName: '白竹村' };

function text(day: Partial<DayFact>, kind: DayKind = 'workday'): string {
  return dayText(aDay(day), kind, false);
}

function textWhileUndetermined(day: Partial<DayFact>, kind: DayKind = 'workday'): string {
  return dayText(aDay(day), kind, true);
}

describe('a day with punches', () => {
  it('reads as both times and the village without its suffix', () => {
    expect(text(aFullDay())).toBe('08:41–15:10 蒋寨');
    expect(text(aFullDay({}, '城东社区'))).toBe('08:41–15:10 城东');
  });

  it('names both villages when the afternoon was spent in another', () => {
    expect(text({ morning: MORNING, afternoon: AFTERNOON, counted: true })).toBe('08:41 蒋寨–14:40 白竹');
  });

  it('reads the same on a weekend, a holiday and a make-up workday', () => {
    for (const kind of ['weekend', 'holiday', 'makeup-workday'] as const) {
      expect(text(aFullDay(), kind)).toBe('08:41–15:10 蒋寨');
    }
  });

  it('stands in brackets when the policy does not count it', () => {
    expect(text(aFullDay({ counted: false }), 'weekend')).toBe('（08:41–15:10 蒋寨）');
  });

  it('shows a lonely punch with △, whichever half it is', () => {
    expect(text({ morning: MORNING })).toBe('△08:41 蒋寨');
    expect(text({ afternoon: AFTERNOON })).toBe('△14:40 白竹');
  });

  it('shows 补 instead of △ when an approved correction made the day count', () => {
    expect(text({ morning: MORNING, counted: true, marks: ['correction'] })).toBe('补08:41 蒋寨');
  });

  it('keeps △ when a correction was not enough', () => {
    expect(text({ morning: MORNING, marks: ['correction'] })).toBe('补△08:41 蒋寨');
  });

  it('carries other marks of the same date', () => {
    expect(text(aFullDay({ marks: ['enterprise'] }))).toBe('08:41–15:10 蒋寨 企');
    expect(text({ morning: MORNING, counted: true, marks: ['enterprise'] })).toBe('企△08:41 蒋寨');
  });

  it('reads √ when it counts but there are no times to show', () => {
    expect(text({ counted: true })).toBe('√');
  });
});

describe('a day without punches', () => {
  it.each<[DayMark, string]>([
    ['enterprise', '企'],
    ['errand', '公'],
    ['meeting', '会'],
    ['training', '会'],
    ['leave', '假'],
    ['emergency', '防'],
    ['correction', '补'],
  ])('with %s reads %s', (mark, letter) => {
    expect(text({ marks: [mark] })).toBe(letter);
  });

  it('shows several marks in one order, each letter once', () => {
    expect(text({ marks: ['emergency', 'training', 'enterprise', 'meeting'] })).toBe('企会防');
  });

  it('is blank on a workday, 休 on holidays and weekends, 班 on a make-up workday', () => {
    expect(text({})).toBe('');
    expect(text({}, 'holiday')).toBe('休');
    expect(text({}, 'weekend')).toBe('休');
    expect(text({}, 'makeup-workday')).toBe('班');
  });

  it('of leave that runs over a weekend reads 休 there, and 假 on a make-up workday', () => {
    expect(text({ marks: ['leave'] }, 'weekend')).toBe('休');
    expect(text({ marks: ['leave'] }, 'makeup-workday')).toBe('假');
  });

  it('outside the managed period reads — whatever else is known', () => {
    expect(text(aFullDay({ managed: false }))).toBe('—');
    expect(textWhileUndetermined({ managed: false })).toBe('—');
  });
});

describe('a day of an undetermined week', () => {
  it('reads ? on a workday without punches, 班? on a make-up workday', () => {
    expect(textWhileUndetermined({})).toBe('?');
    expect(textWhileUndetermined({}, 'makeup-workday')).toBe('班?');
  });

  it('reads ? instead of △ beside a lonely punch: the other may still be in a clock', () => {
    expect(textWhileUndetermined({ morning: MORNING })).toBe('?08:41 蒋寨');
  });

  it('keeps full days, counted days, excused days and days off', () => {
    expect(textWhileUndetermined(aFullDay())).toBe('08:41–15:10 蒋寨');
    expect(textWhileUndetermined({ counted: true, marks: ['enterprise'] })).toBe('企');
    expect(textWhileUndetermined({ marks: ['leave'] })).toBe('假');
    expect(textWhileUndetermined({}, 'weekend')).toBe('休');
    expect(textWhileUndetermined({ morning: MORNING }, 'weekend')).toBe('△08:41 蒋寨');
  });

  it('stays open where an enterprise visit does not count as a day', () => {
    expect(textWhileUndetermined({ marks: ['enterprise'] })).toBe('企?');
  });
});

describe('the legend', () => {
  it('explains every mark', () => {
    for (const mark of Object.values(MARKS)) expect(LEGEND_LINE).toContain(mark);
  });

  it('never says which kind of leave', () => {
    expect(LEGEND_LINE).not.toMatch(/病假|事假|年休|婚假|产假|丧假/);
  });
});
