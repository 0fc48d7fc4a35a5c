import { describe, expect, it } from '@jest/globals';
import { Rests } from './rests.js';

const CLOCK = 3;

/** Milliseconds that a clock rests after so many failures in a row, each a second after the last rest. */
function restsOf(failures: number, random: number): number[] {
  const rests = new Rests(() => random);
  let now = 0;
  return Array.from({ length: failures }, () => {
    rests.afterFailure(CLOCK, now, 0);
    const begun = now;
    while (!rests.isOver(CLOCK, now)) now += 100;
    return now - begun;
  });
}

describe('a clock that breaks off', () => {
  it('rests twice as long after each failure, up to 5 minutes', () => {
    expect(restsOf(10, 0.5)).toEqual([
      2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000, 300_000,
    ]);
  });

  it('rests between half and one and a half of that', () => {
    expect(restsOf(1, 0)).toEqual([1_000]);
    expect(restsOf(1, 0.999)).toEqual([3_000]);
  });

  it('begins anew after a minute of good listening', () => {
    const rests = new Rests(() => 0.5);
    for (let failures = 0; failures < 5; failures += 1) rests.afterFailure(CLOCK, 0, 0);
    rests.afterFailure(CLOCK, 100_000, 60_000);
    expect(rests.isOver(CLOCK, 101_999)).toBe(false);
    expect(rests.isOver(CLOCK, 102_000)).toBe(true);
  });

  it('does not hold back others', () => {
    const rests = new Rests(() => 0.5);
    rests.afterFailure(CLOCK, 0, 0);
    expect(rests.isOver(CLOCK + 1, 0)).toBe(true);
  });
});
