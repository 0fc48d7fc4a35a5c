import { expect } from '@jest/globals';
import { IsoWeek } from '@cunqin/work-calendar';
import { Temporal } from 'temporal-polyfill';
import type { Policy } from '../domain/policy.js';
import type { WeekAssessment } from '../domain/verdict.js';
import type { WeekFacts } from '../domain/week-facts.js';

const FAILURES = ['SHORT_DAYS', 'LIST_LATE'];
const DOUBTS = ['COVERAGE_MISSING', 'REVIEW_MISSING', 'LIST_OPEN', 'CALENDAR.NOTICE_MISSING'];

/** What holds for every judged week, whatever the facts and the settings. */
export function expectSound(judged: WeekAssessment, facts: WeekFacts, policy: Policy): WeekAssessment {
  const codes = judged.reasons.map(({ code }) => code);
  const charged = facts.cadre.identity !== 'contract' || policy.contractStaff === 'charged';

  expect(judged.misses > 0).toBe(judged.verdict === 'missed');
  expect(judged.deductionFen).toBe(charged ? judged.misses * policy.unitFen : 0);
  expect(judged.waitingFor.length > 0 && judged.verdict !== 'undetermined').toBe(false);
  expectDatesToAddUp(judged, policy);
  expect(judged.availableWorkdays).toBe(judged.workdays.managed - judged.workdays.excused);
  expect(judged.openUntil !== null).toBe(codes.includes('LIST_OPEN'));
  expect(judged.quota).toBeLessThanOrEqual(policy.quota[facts.cadre.category]);
  expect(judged.checklist.onTime).toBeLessThanOrEqual(judged.checklist.items);
  expect(judged.policyVersion).toBe(policy.version);

  switch (judged.verdict) {
    case 'met':
    case 'exempt':
      expect(codes).toEqual([]);
      break;
    case 'missed':
      expect(codes.length).toBeGreaterThan(0);
      expect(FAILURES).toEqual(expect.arrayContaining(codes));
      // No penalty without proof.
      expect(facts.coverage.length).toBeGreaterThan(0);
      for (const { coveredUntil, neededUntil } of facts.coverage) {
        expect(coveredUntil !== null && Temporal.PlainDateTime.compare(coveredUntil, neededUntil) >= 0).toBe(
          true,
        );
      }
      break;
    case 'undetermined':
      expect(codes.length).toBeGreaterThan(0);
      expect(DOUBTS).toEqual(expect.arrayContaining(codes));
      break;
  }
  return judged;
}

/** A date is told once, as what counts or as what does not, and what counts comes to the figure. */
function expectDatesToAddUp(judged: WeekAssessment, policy: Policy): void {
  const { countedDates, uncountedDates, visitDays, correctedDays } = judged;
  const dates = [...countedDates, ...uncountedDates].map(({ date }) => date);
  expect(new Set(dates).size).toBe(dates.length);
  expect(IsoWeek.parse(judged.week).dates.map(String)).toEqual(expect.arrayContaining(dates));
  expect(countedDates.reduce((sum, { weight }) => sum + weight, 0)).toBe(visitDays);
  expect(countedDates.filter(({ corrected }) => corrected)).toHaveLength(correctedDays);
  expect(policy.visitDay.unit === 'half-days' ? [0.5, 1] : [1]).toEqual(
    expect.arrayContaining(countedDates.map(({ weight }) => weight)),
  );
}
