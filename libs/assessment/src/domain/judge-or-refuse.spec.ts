import { describe, expect, it } from '@jest/globals';
import { IsoWeek } from '@cunqin/work-calendar';
import { expectSound } from '../testing/expect-sound.js';
import {
  aCadre,
  aCorrectedDay,
  aHalfPair,
  aLateItem,
  anItem,
  aPolicy,
  aVisitDay,
  calendar,
  day,
  someFacts,
} from '../testing/week-facts.factory.js';
import { judgeOrRefuse } from './judge-or-refuse.js';
import { judgeWeek } from './judge-week.js';

const NEW_YEAR = IsoWeek.parse('2026-W53');

describe('a week of a year whose holiday notice is missing', () => {
  const facts = someFacts({
    week: NEW_YEAR,
    cadre: aCadre({ category: 'resident' }),
    visitDays: [aVisitDay({ date: day('2026-12-28') }), aHalfPair({ date: day('2026-12-29') })],
    checklist: [anItem(), aLateItem()],
  });

  it('is undetermined and says which notice is missing; nothing is charged', () => {
    expect(expectSound(judgeOrRefuse(facts, aPolicy(), calendar), facts, aPolicy())).toEqual({
      week: '2026-W53',
      month: '2026-12',
      category: 'resident',
      policyVersion: 3,
      quota: 3,
      availableWorkdays: 0,
      workdays: { inWeek: 0, managed: 0, excused: 0 },
      visitDays: 1,
      correctedDays: 0,
      countedDates: [{ date: '2026-12-28', as: 'village', weight: 1, corrected: false }],
      uncountedDates: [{ date: '2026-12-29', why: 'half-pair' }],
      checklist: { items: 2, onTime: 1, unsupported: [] },
      verdict: 'undetermined',
      reasons: [{ code: 'CALENDAR.NOTICE_MISSING', year: 2027 }],
      misses: 0,
      deductionFen: 0,
      waitingFor: [],
      openUntil: null,
    });
  });

  it('shows what was seen on days that the calendar does not know', () => {
    const policy = aPolicy({ daysOff: 'workdays-only' });
    expect(judgeOrRefuse(facts, policy, calendar).visitDays).toBe(1);
  });

  it('tells the corrections, too', () => {
    const visitDays = [aCorrectedDay({ date: day('2026-12-28') })];
    expect(judgeOrRefuse({ ...facts, visitDays }, aPolicy(), calendar).correctedDays).toBe(1);
  });

  it('is refused as well when only the summary lies in that year', () => {
    const policy = aPolicy({ checklistDue: 'until-summary' });
    expect(judgeOrRefuse(facts, policy, calendar)).toMatchObject({
      verdict: 'undetermined',
      checklist: { items: 2, onTime: 1 },
    });
  });

  it('counts the list as the policy does', () => {
    const checklist = [anItem({ villageCode: 'V09' })];
    const policy = aPolicy({ unsupportedItem: 'counts-as-missing', checklistDue: 'until-summary' });
    expect(judgeOrRefuse({ ...facts, checklist }, policy, calendar).checklist).toEqual({
      items: 1,
      onTime: 0,
      unsupported: [1],
    });
  });

  it('belongs to the month the policy says', () => {
    expect(judgeOrRefuse(facts, aPolicy({ monthOf: 'sunday' }), calendar).month).toBe('2027-01');
  });
});

it('any other week is judged', () => {
  const facts = someFacts();
  expect(judgeOrRefuse(facts, aPolicy(), calendar)).toEqual(judgeWeek(facts, aPolicy(), calendar));
});

it('a fault of the program is not taken for a refusal', () => {
  const broken = {
    workdaysOf: () => {
      throw new TypeError('broken');
    },
  } as unknown as typeof calendar;
  expect(() => judgeOrRefuse(someFacts(), aPolicy(), broken)).toThrow(TypeError);
});
