import { expect } from '@jest/globals';
import { Temporal } from 'temporal-polyfill';
import type { Policy } from '../domain/policy.js';
import type { WeekAssessment } from '../domain/verdict.js';
import type { WeekFacts } from '../domain/week-facts.js';

const FAILURES = ['SHORT_DAYS', 'LIST_LATE'];
const DOUBTS = ['COVERAGE_MISSING', 'REVIEW_MISSING', 'CALENDAR.NOTICE_MISSING'];

/** What holds for every judged week, whatever the facts and the settings. */
export function expectSound(judged: WeekAssessment, facts: WeekFacts, policy: Policy): WeekAssessment {
  const codes = judged.reasons.map(({ code }) => code);
  const charged = facts.cadre.identity !== 'contract' || policy.contractStaff === 'charged';

  expect(judged.misses > 0).toBe(judged.verdict === 'missed');
  expect(judged.deductionFen).toBe(charged ? judged.misses * policy.unitFen : 0);
  expect(judged.waitingFor.length > 0 && judged.verdict !== 'undetermined').toBe(false);
  expect(judged.visitDays).toBeLessThanOrEqual(7);
  expect(judged.correctedDays).toBeLessThanOrEqual(judged.visitDays);
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
