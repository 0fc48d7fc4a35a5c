import { describe, expect, it } from '@jest/globals';
import { fuzz, TARGETS } from './fuzz.js';
import { FuzzFinding, hold, refusable } from './target.js';

const INPUTS = 2_000;
const SEED = 20_261_020;

/** Pauses of the garbage collector and of a busy machine included. */
const MOST_MS = 500;

describe('a sample of the fuzzer: no decoder throws, hangs or makes records up', () => {
  it.each(TARGETS.map((target) => [target.name, target] as const))('%s', async (_name, target) => {
    const report = await fuzz(target, SEED, 0, INPUTS);
    expect(report.findings).toEqual([]);
    expect(report.worstMs).toBeLessThan(MOST_MS);
    // A fuzzer whose inputs are all refused at the door tests nothing behind it.
    expect(report.taken).toBeGreaterThan(INPUTS / 50);
    expect(report.taken).toBeLessThan(INPUTS);
  });
});

describe('the fuzzer itself', () => {
  const broken = (feed: () => boolean): Promise<readonly string[]> =>
    fuzz({ name: 'broken', corpus: [Buffer.from('x')], feed }, 1, 0, 5).then(({ findings }) => findings);

  it('finds an error without a code', async () => {
    expect(await broken(() => refusable(() => JSON.parse('{') as boolean, RangeError) ?? false)).toHaveLength(
      5,
    );
  });

  it('finds an invariant that does not hold, and says with which input', async () => {
    const findings = await broken(() => {
      hold(false, 'the sky is green');
      return true;
    });
    expect(findings[0]).toMatch(/^broken, seed 1, input 0: FuzzFinding: the sky is green [0-9a-f]*$/);
    expect(() => hold(false, 'no')).toThrow(FuzzFinding);
  });

  it('takes a refusal by a coded error for what it is', async () => {
    expect(
      await broken(
        () =>
          refusable((): boolean => {
            throw new RangeError('refused');
          }, RangeError) ?? false,
      ),
    ).toEqual([]);
  });
});
