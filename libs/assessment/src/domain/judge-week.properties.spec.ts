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
const RUNS = { numRuns: 150, seed: 20_261_121 };

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

function decided(punches: readonly VisitPunch[], standing: 'good' | 'refused'): VisitPunch[] {
  return punches.map((punch) => (punch.standing === 'suspect' ? { ...punch, standing } : punch));
}

/** The same week without punches whose date is lost. */
function reviewed(around: Omit<WeekFacts, 'visitDays'>): Omit<WeekFacts, 'visitDays'> {
  return { ...around, doubtfulPunches: 0 };
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

  // A suspect punch holds a short week open; the date that counts without it no longer needs the review. So a
  // good punch may end the wait, but never for less than the cadre would have had with the suspects refused.
  it('never makes a week worse than it would be with every suspect punch refused', () => {
    fc.assert(
      fc.property(
        anySurroundings,
        anyPunches,
        anyCorrections,
        goodPunch,
        anyPolicy,
        (around, punches, corrections, more, policy) => {
          const refused = judge(reviewed(around), decided(punches, 'refused'), corrections, policy);
          const after = judge(around, [...punches, more], corrections, policy);
          expect(RANK[after.verdict]).toBeGreaterThanOrEqual(RANK[refused.verdict]);
          expect(after.deductionFen).toBeLessThanOrEqual(refused.deductionFen);
        },
      ),
      RUNS,
    );
  });

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
          const before = judge(reviewed(around), punches, corrections, policy);
          const after = judge(reviewed(around), [...punches, more], corrections, policy);
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

it('punches that come in over several refreshes end where all at once do, and never make it worse', () => {
  const parts = fc.array(fc.array(anyPunch, { maxLength: 4 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(anySurroundings, parts, anyPolicy, (around, arrivals, policy) => {
      const good = arrivals.map((punches) => punches.filter(({ standing }) => standing !== 'suspect'));
      const refreshes = good.map((_, index) => good.slice(0, index + 1).flat());
      const verdicts = refreshes.map((punches) => judge(reviewed(around), punches, [], policy));
      expect(verdicts.at(-1)).toEqual(judge(reviewed(around), [...good].reverse().flat(), [], policy));
      for (const [index, later] of verdicts.slice(1).entries()) {
        const before = verdicts[index] ?? later;
        expect(RANK[later.verdict]).toBeGreaterThanOrEqual(RANK[before.verdict]);
        expect(later.deductionFen).toBeLessThanOrEqual(before.deductionFen);
      }
    }),
    RUNS,
  );
});

it('the generated weeks come to every verdict, so that nothing above is true of nothing', () => {
  const count: Record<Verdict, number> = { met: 0, missed: 0, exempt: 0, undetermined: 0 };
  fc.assert(
    fc.property(anySurroundings, anyPunches, anyPolicy, (around, punches, policy) => {
      count[judge(around, punches, [], policy).verdict] += 1;
    }),
    RUNS,
  );
  expect(Math.min(...Object.values(count))).toBeGreaterThanOrEqual(5);
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
        expect(deductedFen).toBe(policy.ceiling === 'none' ? computedFen : Math.min(computedFen, subsidy));
      },
    ),
    { ...RUNS, numRuns: 60 },
  );
});
