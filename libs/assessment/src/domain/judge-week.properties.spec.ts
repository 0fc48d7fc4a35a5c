import { describe, expect, it } from '@jest/globals';
import type { Correction, VisitPunch } from '@cunqin/visit-days';
import fc from 'fast-check';
import { expectSound } from '../testing/expect-sound.js';
import {
  anyCorrection,
  anyPolicy,
  anyPunch,
  anySurroundings,
  withPunches,
} from '../testing/week-facts.arbitrary.js';
import { aClock, calendar } from '../testing/week-facts.factory.js';
import { monthlyDeduction } from './consequences/deduction.js';
import { judgeWeek } from './judge-week.js';
import type { Policy } from './policy.js';
import type { Verdict, WeekAssessment } from './verdict.js';
import type { WeekFacts } from './week-facts.js';

const anyPunches = fc.array(anyPunch, { maxLength: 14 });
const anyCorrections = fc.array(anyCorrection, { maxLength: 2 });
const goodPunch = anyPunch.map((punch): VisitPunch => ({
  ...punch,
  id: `new-${punch.id}`,
  standing: 'good',
}));
const RUNS = { numRuns: 150 };

/** Better for the cadre is higher. */
const RANK: Readonly<Record<Verdict, number>> = { missed: 0, undetermined: 1, met: 2, exempt: 2 };

function judge(
  surroundings: Omit<WeekFacts, 'visitDays'>,
  punches: readonly VisitPunch[],
  corrections: readonly Correction[],
  policy: Policy,
): WeekAssessment {
  const facts = withPunches(surroundings, punches, corrections, policy);
  return expectSound(judgeWeek(facts, policy, calendar), facts, policy);
}

describe('one more good punch', () => {
  it('never takes a day away and never makes a met week anything else', () => {
    fc.assert(
      fc.property(
        anySurroundings,
        anyPunches,
        anyCorrections,
        goodPunch,
        anyPolicy,
        (around, punches, corrections, more, policy) => {
          const before = judge(around, punches, corrections, policy);
          const after = judge(around, [...punches, more], corrections, policy);
          expect(after.visitDays).toBeGreaterThanOrEqual(before.visitDays);
          if (before.verdict === 'met' || before.verdict === 'exempt')
            expect(after.verdict).toBe(before.verdict);
        },
      ),
      RUNS,
    );
  });

  // A suspect punch holds a short week open; the date that counts without it no longer needs the review.
  it('never makes a verdict worse nor a charge higher, where no punch waits for a review', () => {
    fc.assert(
      fc.property(
        anySurroundings,
        anyPunches,
        anyCorrections,
        goodPunch,
        anyPolicy,
        (around, all, corrections, more, policy) => {
          const punches = all.filter(({ standing }) => standing !== 'suspect');
          const before = judge(around, punches, corrections, policy);
          const after = judge(around, [...punches, more], corrections, policy);
          expect(RANK[after.verdict]).toBeGreaterThanOrEqual(RANK[before.verdict]);
          expect(after.misses).toBeLessThanOrEqual(before.misses);
          expect(after.deductionFen).toBeLessThanOrEqual(before.deductionFen);
        },
      ),
      RUNS,
    );
  });
});

it('the order in which punches arrived, and arriving twice, change nothing', () => {
  const shuffled = anyPunches.chain((punches) =>
    fc.tuple(
      fc.constant(punches),
      fc.shuffledSubarray([...punches, ...punches], { minLength: 2 * punches.length }),
    ),
  );
  fc.assert(
    fc.property(
      anySurroundings,
      shuffled,
      anyCorrections,
      anyPolicy,
      (around, [punches, again], corrections, policy) => {
        expect(withPunches(around, again, corrections, policy)).toEqual(
          withPunches(around, punches, corrections, policy),
        );
        expect(judge(around, again, corrections, policy)).toEqual(
          judge(around, punches, corrections, policy),
        );
      },
    ),
    RUNS,
  );
});

it('a refused punch is as if it had never been', () => {
  fc.assert(
    fc.property(anySurroundings, anyPunches, anyPolicy, (around, punches, policy) => {
      const others = punches.filter(({ standing }) => standing !== 'refused');
      expect(judge(around, punches, [], policy)).toEqual(judge(around, others, [], policy));
    }),
    RUNS,
  );
});

it('accepting every suspect punch never leaves a cadre worse off than refusing it', () => {
  const decided = (punches: readonly VisitPunch[], standing: 'good' | 'refused'): VisitPunch[] =>
    punches.map((punch) => (punch.standing === 'suspect' ? { ...punch, standing } : punch));
  fc.assert(
    fc.property(anySurroundings, anyPunches, anyPolicy, (around, punches, policy) => {
      const accepted = judge(around, decided(punches, 'good'), [], policy);
      const refused = judge(around, decided(punches, 'refused'), [], policy);
      expect(RANK[accepted.verdict]).toBeGreaterThanOrEqual(RANK[refused.verdict]);
      expect(accepted.misses).toBeLessThanOrEqual(refused.misses);
    }),
    RUNS,
  );
});

it('reading the clocks turns undetermined into met or missed, and changes no other verdict to a penalty', () => {
  fc.assert(
    fc.property(anySurroundings, anyPunches, anyPolicy, (around, punches, policy) => {
      const before = judge(around, punches, [], policy);
      const after = judge({ ...around, coverage: [aClock()] }, punches, [], policy);
      if (before.verdict !== 'undetermined') expect(after).toEqual(before);
      expect(after.reasons.map(({ code }) => code)).not.toContain('COVERAGE_MISSING');
    }),
    RUNS,
  );
});

it('a month never takes more than the post subsidy, nor more than its weeks come to', () => {
  fc.assert(
    fc.property(
      anySurroundings,
      fc.array(anyPunches, { maxLength: 5 }),
      anyPolicy,
      fc.nat(60_000),
      (around, weeks, policy, subsidy) => {
        const judged = weeks.map((punches) => judge(around, punches, [], policy));
        const { computedFen, deductedFen } = monthlyDeduction(
          judged.map(({ deductionFen }) => deductionFen),
          subsidy,
          policy,
        );
        const misses = judged.reduce((sum, week) => sum + week.misses, 0);
        const charged = around.cadre.identity !== 'contract' || policy.contractStaff === 'charged';
        expect(computedFen).toBe(charged ? misses * policy.unitFen : 0);
        expect(deductedFen).toBe(Math.min(computedFen, subsidy));
      },
    ),
    { numRuns: 60 },
  );
});
