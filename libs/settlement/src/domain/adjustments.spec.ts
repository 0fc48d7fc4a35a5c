import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aPolicy } from '../testing/a-policy.js';
import {
  type Difference,
  differencesOf,
  recomputedFen,
  type SettledCadreMonth,
  type SettledWeekNow,
  type WeekCharge,
} from './adjustments.js';
import { sum } from './sum.js';

const MISS: WeekCharge = { misses: 1, fen: 10_000, policyVersion: 1 };
const NONE: WeekCharge = { misses: 0, fen: 0, policyVersion: 1 };

const aWeek = (change: Partial<SettledWeekNow> = {}): SettledWeekNow => ({
  week: '2026-W43',
  booked: MISS,
  fresh: MISS,
  waivedFor: null,
  ...change,
});

const aMonth = (change: Partial<SettledCadreMonth> = {}): SettledCadreMonth => ({
  month: '2026-10',
  cadreCode: 'C001',
  postSubsidyFen: 80_000,
  chargedFen: 10_000,
  weeks: [aWeek()],
  ...change,
});

/** The lines, after the one thing that must hold of all of them. */
function lines(cadreMonth: SettledCadreMonth, policy = aPolicy()): Difference[] {
  const found = differencesOf(cadreMonth, policy);
  expect(cadreMonth.chargedFen + sum(found, ({ amountFen }) => amountFen)).toBe(
    recomputedFen(cadreMonth, policy),
  );
  return found;
}

describe('an issued month', () => {
  it('that is judged as it was needs no line', () => {
    expect(lines(aMonth())).toEqual([]);
  });

  it('with a miss that stands no more gets a reversal', () => {
    expect(lines(aMonth({ weeks: [aWeek({ fresh: NONE })] }))).toEqual([
      {
        kind: 'reversal',
        week: '2026-W43',
        cause: 'FACTS',
        reason: null,
        policyVersion: 1,
        missesBefore: 1,
        missesAfter: 0,
        fenBefore: 10_000,
        fenAfter: 0,
        amountFen: -10_000,
      },
    ]);
  });

  it('with a miss that nobody knew gets a supplement', () => {
    const week = aWeek({ booked: NONE });
    expect(lines(aMonth({ chargedFen: 0, weeks: [week] }))).toMatchObject([
      { kind: 'supplement', amountFen: 10_000, missesAfter: 1 },
    ]);
  });

  it.each<[string, Partial<SettledWeekNow>, Partial<Difference>]>([
    ['a decision', { fresh: NONE, waivedFor: '有签到簿' }, { cause: 'REVIEW', reason: '有签到簿' }],
    ['another policy', { fresh: { ...NONE, policyVersion: 2 } }, { cause: 'POLICY', policyVersion: 2 }],
    ['somebody who was not managed', { fresh: null }, { cause: 'ROSTER', policyVersion: null }],
  ])('names the cause: %s', (_, change, expected) => {
    expect(lines(aMonth({ weeks: [aWeek(change)] }))).toMatchObject([{ kind: 'reversal', ...expected }]);
  });

  it('stands as long as the proof of a week is in doubt', () => {
    expect(lines(aMonth({ weeks: [aWeek({ fresh: 'undetermined' })] }))).toEqual([]);
    const unknown = aMonth({ chargedFen: 0, weeks: [aWeek({ booked: null, fresh: 'undetermined' })] });
    expect(lines(unknown)).toEqual([]);
  });

  it('with five misses against 400 yuan gives nothing back for the first that falls, then 100 each', () => {
    const weeks = ['W40', 'W41', 'W42', 'W43', 'W44'].map((name, index) =>
      aWeek({ week: `2026-${name}`, fresh: index < 3 ? NONE : MISS }),
    );
    const found = lines(aMonth({ postSubsidyFen: 40_000, chargedFen: 40_000, weeks }));
    expect(found.map(({ kind, amountFen }) => [kind, amountFen])).toEqual([
      ['reversal', 0],
      ['reversal', -10_000],
      ['reversal', -10_000],
    ]);
  });

  it('whose ceiling a policy moved gets a line of its own, without a week', () => {
    const capped = aMonth({
      postSubsidyFen: 15_000,
      chargedFen: 15_000,
      weeks: [aWeek({ week: '2026-W42' }), aWeek()],
    });
    expect(lines(capped, aPolicy({ ceiling: 'none' }))).toMatchObject([
      { kind: 'supplement', cause: 'CEILING', week: null, amountFen: 5_000 },
    ]);
  });
});

const anyFen = fc.constantFrom(0, 5_000, 10_000, 20_000);
const anyCharge = fc
  .record({ fen: anyFen, policyVersion: fc.constantFrom(1, 2) })
  .map(({ fen, policyVersion }): WeekCharge => ({ fen, misses: fen === 0 ? 0 : 1, policyVersion }));
const anyJudgement = fc.oneof(
  { weight: 6, arbitrary: anyCharge },
  { weight: 1, arbitrary: fc.constant('undetermined' as const) },
  { weight: 1, arbitrary: fc.constant(null) },
);

describe('whatever happens after a month was issued', () => {
  it('charged + all lines ever issued = what a recomputation says, month after month', () => {
    const history = fc.record({
      subsidy: fc.constantFrom(0, 10_000, 25_000, 80_000),
      settled: fc.array(anyCharge, { minLength: 1, maxLength: 5 }),
      /** What each later month finds when it is closed. */
      later: fc.array(
        fc.record({
          ceiling: fc.constantFrom('post-subsidy', 'none'),
          judged: fc.array(anyJudgement, { minLength: 6, maxLength: 6 }),
        }),
        { minLength: 1, maxLength: 6 },
      ),
    });
    fc.assert(
      fc.property(history, ({ subsidy, settled, later }) => {
        // The sixth week belongs to somebody who was entered late.
        const booked: (WeekCharge | null)[] = [...settled, null];
        let chargedFen = Math.min(
          subsidy,
          sum(settled, ({ fen }) => fen),
        );
        for (const { ceiling, judged } of later) {
          const cadreMonth = aMonth({
            postSubsidyFen: subsidy,
            chargedFen,
            weeks: booked.map((charge, index) => ({
              week: `2026-W${40 + index}`,
              booked: charge,
              fresh: judged[index] ?? null,
              waivedFor: null,
            })),
          });
          const policy = aPolicy({ ceiling });
          const found = lines(cadreMonth, policy);
          for (const { week, missesAfter, fenAfter, policyVersion } of found) {
            if (week === null) continue;
            booked[Number(week.slice(6)) - 40] = {
              misses: missesAfter,
              fen: fenAfter,
              policyVersion: policyVersion ?? 1,
            };
          }
          chargedFen += sum(found, ({ amountFen }) => amountFen);
          expect(chargedFen).toBe(recomputedFen(cadreMonth, policy));
          expect(chargedFen).toBeGreaterThanOrEqual(0);
          if (ceiling === 'post-subsidy') expect(chargedFen).toBeLessThanOrEqual(subsidy);
          // Once it is in the books there is nothing left to set right.
          const again = aMonth({
            ...cadreMonth,
            chargedFen,
            weeks: cadreMonth.weeks.map((week, index) => ({ ...week, booked: booked[index] ?? null })),
          });
          expect(lines(again, policy)).toEqual([]);
        }
      }),
      { numRuns: 300, seed: 20261121 },
    );
  });
});
