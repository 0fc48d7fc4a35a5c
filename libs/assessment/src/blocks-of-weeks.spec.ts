import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { blocksOf } from './blocks-of-weeks.js';

const shown = (
  cadreWeeks: readonly string[],
  ruleOf: Parameters<typeof blocksOf>[1] = () => 'one rule',
): string[] =>
  blocksOf(
    cadreWeeks.map((text) => ({ week: text.slice(0, 8), cadreCode: text.slice(9) })),
    ruleOf,
  ).map(({ weeks, cadreCodes }) => `${weeks.first.toString()}–${weeks.last.toString()} ${cadreCodes.join()}`);

describe('blocks of cadre-weeks', () => {
  it('take the same cadres of consecutive weeks together, whatever their order', () => {
    expect(
      shown(['2026-W53 B', '2026-W52 A', '2027-W01 A', '2026-W52 B', '2027-W01 B', '2026-W53 A']),
    ).toEqual(['2026-W52–2027-W01 A,B']);
  });

  it('end where the cadres are others', () => {
    expect(shown(['2026-W10 A', '2026-W11 A', '2026-W12 A', '2026-W12 B', '2026-W13 B'])).toEqual([
      '2026-W10–2026-W11 A',
      '2026-W12–2026-W12 A,B',
      '2026-W13–2026-W13 B',
    ]);
  });

  it('end where a week is left out', () => {
    expect(shown(['2026-W10 A', '2026-W12 A'])).toEqual(['2026-W10–2026-W10 A', '2026-W12–2026-W12 A']);
  });

  it('end where the rule changes', () => {
    const ruleOf = (week: { number: number }): number => (week.number < 11 ? 1 : 2);
    expect(shown(['2026-W10 A', '2026-W11 A', '2026-W12 A'], ruleOf)).toEqual([
      '2026-W10–2026-W10 A',
      '2026-W11–2026-W12 A',
    ]);
  });

  it('hold every cadre-week once, and no other', () => {
    const anyWeek = fc.constantFrom('2026-W51', '2026-W52', '2026-W53', '2027-W01', '2027-W03');
    const anyCadreWeek = fc.tuple(anyWeek, fc.constantFrom('A', 'B', 'C')).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(fc.uniqueArray(anyCadreWeek), (cadreWeeks) => {
        const blocks = blocksOf(
          cadreWeeks.map((text) => ({ week: text.slice(0, 8), cadreCode: text.slice(9) })),
          () => null,
        );
        const held = blocks.flatMap(({ weeks, cadreCodes }) =>
          weeks.names.flatMap((week) => cadreCodes.map((code) => `${week} ${code}`)),
        );
        expect(held.sort()).toEqual([...cadreWeeks].sort());
      }),
      { seed: 20_261_122 },
    );
  });
});
