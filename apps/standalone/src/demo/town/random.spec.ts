import { describe, expect, it } from '@jest/globals';
import { randomStream } from './random.js';

const draw = (count: number, ...labels: string[]): number[] => {
  const random = randomStream(617, ...labels);
  return Array.from({ length: count }, () => random.next());
};

describe('chance', () => {
  it('is the same for the same seed and labels, for good', () => {
    expect(draw(3, 'visits', 'C001')).toEqual(draw(3, 'visits', 'C001'));
    // Frozen: if these change, every figure of the demo changes with them.
    const random = randomStream(617, 'visits', 'C001');
    expect([random.integer(0, 999_999), random.integer(0, 999_999)]).toEqual([801_422, 378_021]);
  });

  it('differs by seed and by label', () => {
    expect(draw(3, 'visits', 'C001')).not.toEqual(draw(3, 'visits', 'C002'));
    expect(randomStream(1, 'a').next()).not.toBe(randomStream(2, 'a').next());
    expect(randomStream(1, 'a').next()).not.toBe(randomStream(0x1_0000_0001, 'a').next());
  });

  it('is uniform: each tenth of the range gets a tenth of the draws', () => {
    const tenths = Array.from({ length: 10 }, () => 0);
    for (const value of draw(20_000, 'uniform')) {
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThan(1);
      const tenth = Math.floor(value * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    // Standard deviation of a tenth is 42; five of them leave no room for a biased generator.
    for (const count of tenths) expect(Math.abs(count - 2000)).toBeLessThan(215);
  });

  it('gives normal values with the asked mean and deviation', () => {
    const random = randomStream(617, 'normal');
    const values = Array.from({ length: 5000 }, () => random.normal(530, 20));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean - 530)).toBeLessThan(1.5);
    expect(Math.abs(Math.sqrt(variance) - 20)).toBeLessThan(1);
  });

  it('shuffles without loss and leaves the list alone', () => {
    const list = Array.from({ length: 30 }, (_, index) => index);
    const shuffled = randomStream(617, 'shuffle').shuffled(list);
    expect(shuffled).not.toEqual(list);
    expect([...shuffled].sort((a, b) => a - b)).toEqual(list);
    expect(list[0]).toBe(0);
  });

  it('picks by weight, never an entry of weight zero, and refuses an empty list', () => {
    const random = randomStream(617, 'weights');
    const picks = Array.from({ length: 1000 }, () =>
      random.pickWeighted([
        ['often', 9],
        ['seldom', 1],
        ['never', 0],
      ]),
    );
    expect(picks).not.toContain('never');
    const often = picks.filter((pick) => pick === 'often').length;
    expect(often).toBeGreaterThan(850);
    expect(often).toBeLessThan(950);
    expect(() => random.pick([])).toThrow(RangeError);
  });
});
