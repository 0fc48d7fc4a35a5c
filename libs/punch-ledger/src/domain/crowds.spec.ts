import { describe, expect, it } from '@jest/globals';
import { crowds } from './crowds.js';

/** Punches `seconds` after 0, each of another number unless it is given one. */
const punches = (...seconds: (number | [number, string])[]): { id: string; number: string; at: number }[] =>
  seconds.map((drawn, index) => {
    const [at, number] = typeof drawn === 'number' ? [drawn, String(index)] : drawn;
    return { id: `1-${index + 1}`, number, at };
  });
const LIMITS = { numbers: 5, seconds: 10 };

describe('a crowd', () => {
  it('is five different numbers within 10 s; four are none', () => {
    expect(crowds(punches(0, 2, 4, 6, 10), LIMITS)).toEqual([
      { from: 0, until: 10, numbers: 5, punchIds: ['1-1', '1-2', '1-3', '1-4', '1-5'] },
    ]);
    expect(crowds(punches(0, 2, 4, 6), LIMITS)).toEqual([]);
  });

  it('is none in 11 s', () => {
    expect(crowds(punches(0, 2, 4, 6, 11), LIMITS)).toEqual([]);
  });

  it('is none when one number punches again and again', () => {
    expect(crowds(punches([0, '7'], [1, '7'], [2, '7'], [3, '8'], [4, '9']), LIMITS)).toEqual([]);
  });

  it('goes on for as long as people keep coming', () => {
    expect(crowds(punches(0, 2, 4, 6, 8, 12, 14), LIMITS)).toMatchObject([
      { from: 0, until: 14, numbers: 7 },
    ]);
  });

  it('is another one after a pause', () => {
    const found = crowds(punches(0, 1, 2, 3, 4, 100, 101, 102, 103, 104), LIMITS);
    expect(found).toMatchObject([
      { from: 0, until: 4, numbers: 5 },
      { from: 100, until: 104, numbers: 5 },
    ]);
  });
});
