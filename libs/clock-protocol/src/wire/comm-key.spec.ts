import { describe, expect, it } from '@jest/globals';
import { isCommKey, scrambleCommKey } from './comm-key.js';

describe('the comm key', () => {
  it.each([
    [0, 0xc5c0, '617d32bc'],
    [1234, 0x1f2e, '41363266'],
    [5678, 0x1f2e, '09093266'],
    [123456, 0x6ba0, '267f3292'],
    [999999, 0xffff, '22813296'],
  ])('%d in session %d is scrambled as real clocks expect it', (key, session, hex) => {
    expect(scrambleCommKey(key, session).toString('hex')).toBe(hex);
  });

  it('can be scrambled with any tick, which is sent along', () => {
    expect(scrambleCommKey(1234, 0x1f2e, 0)[2]).toBe(0);
    expect(scrambleCommKey(1234, 0x1f2e, 99)[2]).toBe(99);
  });

  it('has one to six digits', () => {
    expect([0, 1, 999_999].every(isCommKey)).toBe(true);
    expect([-1, 1_000_000, 1.5, Number.NaN].some(isCommKey)).toBe(false);
    expect(() => scrambleCommKey(1_000_000, 1)).toThrow(RangeError);
  });
});
