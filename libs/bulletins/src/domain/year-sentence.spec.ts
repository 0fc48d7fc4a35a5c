import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { plainYuan, rounded, yearSentence } from './year-sentence.js';

interface Case {
  readonly id: string;
  readonly given: Record<'cadreWeeks' | 'visitDays' | 'visitDaysLastYear' | 'misses' | 'persons', number>;
  readonly expect: { readonly sentence: string };
}

const fixture = new URL('../../../../test/fixtures/scenarios.json', import.meta.url);
const cases = (JSON.parse(readFileSync(fixture, 'utf8')) as { months: Case[] }).months;

const aYear = (change: Partial<Parameters<typeof yearSentence>[0]> = {}) => ({
  persons: 1,
  occurrences: 1,
  amountFen: 10_000,
  cadreWeeks: 10,
  visitDays: 30,
  change: null,
  lastYear: null,
  ...change,
});

describe('the sentence of the year', () => {
  it('17: says persons, occurrences, yuan, the average and the change', () => {
    const found = cases.find(({ id }) => id === '17');
    if (!found) throw new Error('case 17 is missing');
    const { given } = found;
    const sentence = yearSentence({
      persons: given.persons,
      occurrences: given.misses,
      amountFen: given.misses * 10_000,
      cadreWeeks: given.cadreWeeks,
      visitDays: given.visitDays,
      change: given.visitDays / given.cadreWeeks / (given.visitDaysLastYear / given.cadreWeeks) - 1,
      lastYear: null,
    });
    expect(sentence).toBe(found.expect.sentence);
  });

  it.each([
    [null, '人均每周3.0天'],
    [0.004, '人均每周3.0天，与去年同期持平'],
    [-0.126, '人均每周3.0天，较去年同期下降13%'],
  ])('with a change of %p says %s', (change, end) => {
    expect(yearSentence(aYear({ change }))).toBe(`通报1人(1人次)，扣发100元；${end}`);
  });

  it('says nothing of an average where nobody was judged', () => {
    expect(yearSentence(aYear({ cadreWeeks: 0, visitDays: 0 }))).toBe('通报1人(1人次)，扣发100元');
  });
});

describe('figures in words', () => {
  it('are rounded halves up, once, from the quotient itself', () => {
    expect(rounded(73, 20, 1)).toBe('3.7');
    expect(rounded(2, 3, 2)).toBe('0.67');
    expect(rounded(6956, 1880, 1)).toBe('3.7');
  });

  it('show the decimals of an amount only where there are any', () => {
    expect([120_000, 5_050, 0].map(plainYuan)).toEqual(['1200', '50.50', '0']);
  });
});
