import { describe, expect, it } from '@jest/globals';
import { IsoWeek } from '@cunqin/work-calendar';
import { expectSound } from '../testing/expect-sound.js';
import {
  aCadre,
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
      visitDays: 1,
      correctedDays: 0,
      checklist: { items: 2, onTime: 1 },
      verdict: 'undetermined',
      reasons: [{ code: 'CALENDAR.NOTICE_MISSING', year: 2027 }],
      misses: 0,
      deductionFen: 0,
      waitingFor: [],
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
