import { describe, expect, it } from '@jest/globals';
import {
  aCadre,
  aHalfPair,
  aPolicy,
  aSuspectDay,
  aVisitDay,
  calendar,
  enterpriseOn,
  on,
  proofsAt,
  someFacts,
} from '../../testing/week-facts.factory.js';
import type { Policy } from '../policy.js';
import type { WeekFacts } from '../week-facts.js';
import { punchesThatMayAddDays, punchesThatMayShowAVillage } from './undecided-punches.js';
import { countVisitDays } from './visit-days.js';

function undecided(change: Partial<WeekFacts>, settings: Partial<Policy> = {}): number {
  const facts = someFacts(change);
  return punchesThatMayAddDays(facts, countVisitDays(facts, aPolicy(settings), calendar));
}

const visitDays = [
  aVisitDay({ date: on(1), suspect: ['1-7'] }),
  aHalfPair({ date: on(2), suspect: ['1-8'] }),
  aSuspectDay({ date: on(3), suspect: ['1-9', '1-10'] }),
];

describe('punches that may add days', () => {
  it('are the suspect ones of dates that do not count yet', () => {
    expect(undecided({ visitDays })).toBe(3);
  });

  it('do not matter on a date that an enterprise visit makes count', () => {
    expect(undecided({ visitDays: [aSuspectDay()], enterpriseVisits: enterpriseOn(2) })).toBe(0);
  });

  it('matter on a date that counts half', () => {
    const half = aHalfPair({ suspect: ['1-8'], proofs: proofsAt('V03', null) });
    const settings = { visitDay: { ...aPolicy().visitDay, unit: 'half-days' } } as const;
    expect(undecided({ visitDays: [half] }, settings)).toBe(1);
  });

  it('do not matter outside the managed period', () => {
    expect(undecided({ visitDays: [aSuspectDay()], cadre: aCadre({ managedFrom: on(3) }) })).toBe(0);
  });

  it('are those as well whose date is lost', () => {
    expect(undecided({ visitDays, doubtfulPunches: 2 })).toBe(5);
    expect(undecided({ doubtfulPunches: 2 })).toBe(2);
  });
});

describe('punches that may show a village', () => {
  it('are all of the managed week that nobody has decided on', () => {
    expect(punchesThatMayShowAVillage(someFacts({ visitDays, doubtfulPunches: 1 }))).toBe(5);
    const cadre = aCadre({ managedFrom: on(3) });
    expect(punchesThatMayShowAVillage(someFacts({ visitDays, cadre }))).toBe(2);
  });
});
