import { describe, expect, it } from '@jest/globals';
import { isGood, judge, type Given } from './outcome.js';

const TRUTH = ['1 a', '2 b', '3 c'];
const records = (...punches: string[]): Given => ({ kind: 'records', punches });

describe('judging what a client gave', () => {
  it.each([
    ['all records in order are right', records('1 a', '2 b', '3 c'), 'right'],
    ['fewer of them are a silent loss', records('1 a', '3 c'), 'silent-loss'],
    ['none of them are a silent loss', records(), 'silent-loss'],
    ['one that the clock does not hold is wrong', records('1 a', '2 x'), 'wrong'],
    ['one too many is wrong', records('1 a', '2 b', '3 c', '3 c'), 'wrong'],
    ['another order is wrong', records('2 b', '1 a'), 'wrong'],
    ['an error is an error', { kind: 'error', error: 'no' }, 'error'],
    [
      'some with an error value are partial',
      { kind: 'records-and-error', punches: ['1 a'], error: 'no' },
      'partial',
    ],
    [
      'none with an error value are an error',
      { kind: 'records-and-error', punches: [], error: 'no' },
      'error',
    ],
    ['a dead process has failed', { kind: 'failed', how: 'SIGKILL' }, 'failed'],
  ] as [string, Given, string][])('%s', (_rule, given, outcome) => {
    expect(judge(given, TRUTH)).toBe(outcome);
  });

  it('an error is good only where the records cannot be had', () => {
    expect([isGood('error', false), isGood('error', true), isGood('right', false)]).toEqual([
      true,
      false,
      true,
    ]);
  });
});
