import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { secondsOf } from './clock-time.js';
import { farVillages, type PunchOfHolder, standingOf } from './far-villages.js';

const at = (time: string): number => secondsOf(`2026-10-20T${time}`) as number;

function aPunch(id: string, time: string, change: Partial<PunchOfHolder> = {}): PunchOfHolder {
  return { id, at: at(time), villageCode: 'V01', suspicions: [], accepted: null, ...change };
}

const elsewhere = { villageCode: 'V02' };
/** Every doubt is mutual, and holds two villages against each other. */
function doubts(punches: readonly PunchOfHolder[], minutes = 3): Record<string, readonly string[]> {
  const found = farVillages(punches, () => minutes);
  const because = Object.fromEntries(found.map((doubt) => [doubt.id, doubt.because]));
  for (const [id, others] of Object.entries(because)) {
    for (const other of others) expect(because[other]).toContain(id);
  }
  return because;
}

describe('two villages within minutes', () => {
  it('are 180 s apart or less; 181 s can be believed', () => {
    expect(doubts([aPunch('a', '08:41:00'), aPunch('b', '08:44:00', elsewhere)])).toEqual({
      a: ['b'],
      b: ['a'],
    });
    expect(doubts([aPunch('a', '08:41:00'), aPunch('b', '08:44:01', elsewhere)])).toEqual({});
  });

  it('are not one village with two clocks', () => {
    expect(doubts([aPunch('a', '08:41:00'), aPunch('b', '08:41:10')])).toEqual({});
  });

  it('are nothing to a clock that stood nowhere', () => {
    expect(doubts([aPunch('a', '08:41:00'), aPunch('b', '08:41:10', { villageCode: null })])).toEqual({});
  });

  it('are looked for as the setting of that time says; 0 is never', () => {
    const punches = [aPunch('a', '08:41:00'), aPunch('b', '08:46:00', elsewhere)];
    expect(doubts(punches, 5)).toEqual({ a: ['b'], b: ['a'] });
    expect(doubts([aPunch('a', '08:41:00'), aPunch('b', '08:41:00', elsewhere)], 0)).toEqual({});
  });

  it('do not rest on a punch whose own time is in doubt, until that is accepted', () => {
    const future = { ...elsewhere, suspicions: ['FUTURE'] };
    expect(doubts([aPunch('a', '08:41:00'), aPunch('b', '08:42:00', future)])).toEqual({});
    expect(
      doubts([aPunch('a', '08:41:00'), aPunch('b', '08:42:00', { ...future, accepted: false })]),
    ).toEqual({});
    expect(doubts([aPunch('a', '08:41:00'), aPunch('b', '08:42:00', { ...future, accepted: true })])).toEqual(
      {
        a: ['b'],
        b: ['a'],
      },
    );
  });

  it('name every punch that contradicts, in order of time', () => {
    const punches = [
      aPunch('a', '08:41:00', elsewhere),
      aPunch('b', '08:42:00'),
      aPunch('c', '08:43:00', elsewhere),
    ];
    expect(doubts(punches)).toEqual({ a: ['b'], b: ['a', 'c'], c: ['b'] });
  });

  it('are the same whatever order the punches arrived in', () => {
    const drawn = fc.array(
      fc.record({
        second: fc.integer({ min: 0, max: 900 }),
        villageCode: fc.constantFrom('V01', 'V02', 'V03'),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(drawn, fc.infiniteStream(fc.nat()), (rows, dice) => {
        const punches = rows.map(({ second, villageCode }, index) => ({
          ...aPunch(`1-${index}`, '08:00:00', { villageCode }),
          at: at('08:00:00') + second,
        }));
        const shuffled = punches
          .map((punch) => ({ punch, order: dice.next().value as number }))
          .sort((a, b) => a.order - b.order)
          .map(({ punch }) => punch);
        expect(doubts(shuffled)).toEqual(doubts(punches));
      }),
      { seed: 43, numRuns: 100 },
    );
  });
});

describe('the standing of a punch', () => {
  const open = { id: 'a', because: ['b'], settled: false };
  const settled = { ...open, settled: true };

  it.each([
    ['nothing speaks against it', [], null, undefined, 'good'],
    ['its own time is in doubt', ['FUTURE'], null, undefined, 'suspect'],
    ['… and a reviewer accepted it', ['FUTURE'], true, undefined, 'good'],
    ['… and a reviewer refused it', ['FUTURE'], false, undefined, 'refused'],
    ['another village contradicts it', [], null, open, 'suspect'],
    ['… and a reviewer accepted it', [], true, open, 'good'],
    ['… and a reviewer refused it', [], false, open, 'refused'],
    ['… and a reviewer refused all that contradict it', [], null, settled, 'good'],
    ['… and it was refused itself, too', [], false, settled, 'refused'],
    ['a review is left over from a doubt that is gone', [], false, undefined, 'good'],
  ] as const)('when %s', (_, suspicions, accepted, doubt, expected) => {
    expect(standingOf({ suspicions, accepted }, doubt)).toBe(expected);
  });

  it('of the other one is good again once a reviewer has refused one of two', () => {
    const pair = [aPunch('a', '08:41:00', { accepted: false }), aPunch('b', '08:42:00', elsewhere)];
    const found = farVillages(pair, () => 3);
    expect(found).toEqual([
      { id: 'a', because: ['b'], settled: false },
      { id: 'b', because: ['a'], settled: true },
    ]);
    expect(pair.map((punch, index) => standingOf(punch, found[index]))).toEqual(['refused', 'good']);
  });
});
