import type { DirtyWeek } from '@cunqin/roster';
import { IsoWeek, WeekSpan } from '@cunqin/work-calendar';

/** The same cadres in consecutive weeks. */
export interface Block {
  readonly weeks: WeekSpan;
  readonly cadreCodes: readonly string[];
}

/**
 * Cadre-weeks in as few blocks as their order of time allows: what is loaded for a block takes one statement
 * a kind of fact. Every cadre-week is in one block, and no block has another.
 *
 * @param ruleOf weeks are in one block only when they are judged by the same rule
 */
export function blocksOf(
  cadreWeeks: readonly Pick<DirtyWeek, 'week' | 'cadreCode'>[],
  ruleOf: (week: IsoWeek) => unknown,
): Block[] {
  const cadres = new Map<string, string[]>();
  for (const { week, cadreCode } of cadreWeeks) {
    const codes = cadres.get(week);
    if (codes) codes.push(cadreCode);
    else cadres.set(week, [cadreCode]);
  }
  const blocks: { first: IsoWeek; last: IsoWeek; cadreCodes: string[] }[] = [];
  for (const [name, codes] of [...cadres].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const week = IsoWeek.parse(name);
    const cadreCodes = codes.sort();
    const before = blocks.at(-1);
    const isNext = before?.last.next().toString() === name;
    if (
      before &&
      isNext &&
      sameList(before.cadreCodes, cadreCodes) &&
      ruleOf(before.first) === ruleOf(week)
    ) {
      before.last = week;
    } else {
      blocks.push({ first: week, last: week, cadreCodes });
    }
  }
  return blocks.map(({ first, last, cadreCodes }) => ({ weeks: WeekSpan.of(first, last), cadreCodes }));
}

function sameList(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((one, at) => one === others[at]);
}
