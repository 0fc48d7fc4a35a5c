import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { dayWeight } from './day-weight.js';
import { pairPunches } from './pair-punches.js';
import type { Correction, VisitDay, VisitDayRule, VisitPunch } from './visit-day.js';

const RULE: VisitDayRule = {
  afternoonFrom: '12:00:00',
  windows: null,
  unit: 'whole-days',
  pairing: 'any-village',
};
const SAME_VILLAGE: VisitDayRule = { ...RULE, pairing: 'same-village' };
const HALF_DAYS: VisitDayRule = { ...RULE, unit: 'half-days' };
const WINDOWS: VisitDayRule = {
  ...RULE,
  windows: {
    morning: { from: '07:00:00', until: '11:30:00' },
    afternoon: { from: '14:00:00', until: '24:00:00' },
  },
};

/** A good punch in V03 on Tuesday, October 20, 2026. */
function aPunch({
  at = '2026-10-20T08:41',
  ...change
}: Partial<Omit<VisitPunch, 'date' | 'time'>> & { at?: string } = {}): VisitPunch {
  return {
    id: `1-${at}`,
    date: at.slice(0, 10),
    // To the second, as the clock says it.
    time: Temporal.PlainDateTime.from(at).toPlainTime().toString(),
    villageCode: 'V03',
    standing: 'good',
    ...change,
  };
}

function aCorrection({
  date = '2026-10-20',
  ...change
}: Partial<Omit<Correction, 'date'>> & { date?: string } = {}): Correction {
  return { date: Temporal.PlainDate.from(date), half: 'afternoon', villageCode: 'V03', ...change };
}

/** Every result is checked: dates ascend, each once; a day counts only with proof of both halves. */
function pair(
  punches: readonly VisitPunch[],
  corrections: readonly Correction[] = [],
  rule: VisitDayRule = RULE,
): VisitDay[] {
  const days = pairPunches(punches, corrections, rule);
  const dates = days.map(({ date }) => date.toString());
  expect(dates).toEqual([...new Set(dates)].sort());
  for (const day of days) {
    expect(day.kind).toBe({ 0: 'half-pair', 0.5: 'half-day', 1: 'village' }[day.weight]);
    expect(day.credited).toBe(day.weight > 0);
    expect(day.weight).toBe(dayWeight(day.proofs, rule));
    if (day.weight === 1 && !day.corrected) {
      expect(day.morning.length).toBeGreaterThan(0);
      expect(day.afternoon.length).toBeGreaterThan(0);
    }
    if (day.corrected) expect(day.credited).toBe(true);
    expect(new Set(day.proofs.map(({ villageCode }) => villageCode))).toEqual(new Set(day.villageCodes));
    expect(day.proofs.flatMap(({ punchId }) => punchId ?? []).sort()).toEqual(
      [...day.morning, ...day.afternoon].sort(),
    );
  }
  return days;
}

const credited = (...times: string[]): boolean[] =>
  pair(times.map((time) => aPunch({ at: `2026-10-20T${time}` }))).map((day) => day.credited);

describe('a visit day', () => {
  it('is a date with a punch in the morning and one in the afternoon', () => {
    expect(pair([aPunch(), aPunch({ at: '2026-10-20T15:10' })])).toEqual([
      {
        date: Temporal.PlainDate.from('2026-10-20'),
        kind: 'village',
        credited: true,
        weight: 1,
        morning: ['1-2026-10-20T08:41'],
        afternoon: ['1-2026-10-20T15:10'],
        suspect: [],
        outside: [],
        villageCodes: ['V03'],
        proofs: [
          { half: 'morning', villageCode: 'V03', punchId: '1-2026-10-20T08:41' },
          { half: 'afternoon', villageCode: 'V03', punchId: '1-2026-10-20T15:10' },
        ],
        corrected: false,
      },
    ]);
  });

  it.each([
    [['08:41:00', '11:59:59'], false],
    [['08:41:00', '12:00:00'], true],
    [['11:59:59', '12:00:00'], true],
    [['12:00:00', '15:10:00'], false],
    [['00:00:00', '23:59:59'], true],
    [['08:41:00'], false],
    [['15:10:00'], false],
  ])('with punches at %j counts: %s', (times, counts) => {
    expect(credited(...times)).toEqual([counts]);
  });

  it('never counts twice, and never borrows a half from another date', () => {
    expect(credited('08:41', '09:10', '14:00', '17:00')).toEqual([true]);
    expect(
      pair([aPunch({ at: '2026-10-20T08:41' }), aPunch({ at: '2026-10-21T15:10' })]).map((day) => day.kind),
    ).toEqual(['half-pair', 'half-pair']);
  });

  it('has its noon where the policy puts it', () => {
    const punches = [aPunch({ at: '2026-10-20T12:10' }), aPunch({ at: '2026-10-20T13:30' })];
    expect(pair(punches)[0]?.credited).toBe(false);
    expect(pair(punches, [], { ...RULE, afternoonFrom: '13:30:00' })[0]?.credited).toBe(true);
  });
});

describe('two villages in a day', () => {
  const split = [aPunch({ villageCode: 'V03' }), aPunch({ at: '2026-10-20T14:40', villageCode: 'V11' })];

  it('are one day, in the order they were visited', () => {
    expect(pair([...split].reverse())).toMatchObject([{ credited: true, villageCodes: ['V03', 'V11'] }]);
  });

  it('are a half pair where both halves must be at one village', () => {
    expect(pair(split, [], SAME_VILLAGE)).toMatchObject([{ credited: false, kind: 'half-pair' }]);
  });

  it('are a day at the village where both halves were proved', () => {
    const home = aPunch({ at: '2026-10-20T16:00', villageCode: 'V03' });
    expect(pair([...split, home], [], SAME_VILLAGE)).toMatchObject([{ credited: true, weight: 1 }]);
  });
});

describe('half days (D3)', () => {
  it('count each proved half for 0.5, at one village or two', () => {
    expect(pair([aPunch()], [], HALF_DAYS)).toMatchObject([
      { kind: 'half-day', credited: true, weight: 0.5 },
    ]);
    const afternoon = aPunch({ at: '2026-10-20T15:10', villageCode: 'V11' });
    expect(pair([afternoon], [], HALF_DAYS)).toMatchObject([{ weight: 0.5 }]);
    expect(pair([aPunch(), afternoon], [], HALF_DAYS)).toMatchObject([{ kind: 'village', weight: 1 }]);
  });

  it('count a half once, however many punches prove it', () => {
    expect(pair([aPunch(), aPunch({ at: '2026-10-20T11:59' })], [], HALF_DAYS)).toMatchObject([
      { weight: 0.5 },
    ]);
  });

  it('are worth more by a correction of the other half, and say so', () => {
    expect(pair([aPunch()], [aCorrection()], HALF_DAYS)).toMatchObject([{ weight: 1, corrected: true }]);
    expect(pair([aPunch()], [aCorrection({ half: 'morning' })], HALF_DAYS)).toMatchObject([
      { weight: 0.5, corrected: false },
    ]);
  });
});

describe('fixed windows (D3)', () => {
  it.each([
    ['06:59:59', []],
    ['07:00:00', ['morning']],
    ['11:29:59', ['morning']],
    ['11:30:00', []],
    ['13:59:59', []],
    ['14:00:00', ['afternoon']],
    ['23:59:59', ['afternoon']],
  ])('a punch at %s proves %j', (time, halves) => {
    const [day] = pair([aPunch({ at: `2026-10-20T${time}` })], [], WINDOWS);
    expect(day?.proofs.map(({ half }) => half)).toEqual(halves);
    expect(day?.outside).toEqual(halves.length === 0 ? [`1-2026-10-20T${time}`] : []);
  });

  it('make a day of a punch in each of them', () => {
    const day = ['T07:00', 'T14:00'].map((time) => aPunch({ at: `2026-10-20${time}` }));
    expect(pair(day, [], WINDOWS)).toMatchObject([{ credited: true, outside: [] }]);
    const early = ['T06:59', 'T14:00'].map((time) => aPunch({ at: `2026-10-20${time}` }));
    expect(pair(early, [], WINDOWS)).toMatchObject([
      { credited: false, outside: ['1-2026-10-20T06:59'], villageCodes: ['V03'] },
    ]);
  });
});

describe('a punch that proves nothing', () => {
  const afternoon = aPunch({ at: '2026-10-20T15:10' });

  it('is a suspect one, which is shown', () => {
    expect(pair([aPunch({ standing: 'suspect' }), afternoon])).toMatchObject([
      { credited: false, morning: [], suspect: ['1-2026-10-20T08:41'] },
    ]);
    expect(pair([aPunch({ standing: 'suspect' })])).toMatchObject([{ kind: 'half-pair', villageCodes: [] }]);
  });

  it('is a refused one, which is left out', () => {
    expect(pair([aPunch({ standing: 'refused' }), afternoon])).toMatchObject([
      { credited: false, morning: [], suspect: [] },
    ]);
    expect(pair([aPunch({ standing: 'refused' })])).toEqual([]);
  });

  it('is one at a clock that stood nowhere that day', () => {
    expect(pair([aPunch({ villageCode: null }), afternoon])).toMatchObject([
      { credited: false, morning: [] },
    ]);
    expect(pair([aPunch({ villageCode: null })])).toEqual([]);
  });
});

describe('a correction', () => {
  it('stands in for the missing half, and the day says so', () => {
    expect(pair([aPunch()], [aCorrection()])).toMatchObject([
      {
        credited: true,
        corrected: true,
        morning: ['1-2026-10-20T08:41'],
        afternoon: [],
        villageCodes: ['V03'],
      },
    ]);
  });

  it('of a half that was there already corrects nothing', () => {
    expect(pair([aPunch(), aPunch({ at: '2026-10-20T15:10' })], [aCorrection()])).toMatchObject([
      { corrected: false },
    ]);
    expect(pair([aPunch()], [aCorrection({ half: 'morning' })])).toMatchObject([
      { credited: false, corrected: false },
    ]);
  });

  it('of both halves makes a day without any punch', () => {
    expect(pair([], [aCorrection(), aCorrection({ half: 'morning' })])).toMatchObject([
      { credited: true, corrected: true },
    ]);
  });

  it('must be for the same village where the policy wants one village', () => {
    expect(pair([aPunch()], [aCorrection({ villageCode: 'V05' })], SAME_VILLAGE)).toMatchObject([
      { credited: false },
    ]);
    expect(pair([aPunch()], [aCorrection()], SAME_VILLAGE)).toMatchObject([
      { credited: true, corrected: true },
    ]);
  });
});

it('days come in order of date, although a correction is for an earlier one', () => {
  const corrections = ['2026-10-22', '2026-10-19'].map((date) => aCorrection({ date }));
  const dates = pair([aPunch({ at: '2026-10-21T08:41' }), aPunch()], corrections).map(
    ({ date }) => `${date}`,
  );
  expect(dates).toEqual(['2026-10-19', '2026-10-20', '2026-10-21', '2026-10-22']);
});

it('punches of one second come in order of their ids', () => {
  const together = ['3-1', '1-7', '2-2'].map((id) => aPunch({ id }));
  expect(pair(together)[0]?.morning).toEqual(['1-7', '2-2', '3-1']);
});

it('no punches make no days', () => {
  expect(pair([])).toEqual([]);
});

describe('whatever the punches', () => {
  const anyPunch = fc
    .record({
      date: fc.constantFrom('2026-10-20', '2026-10-21', '2026-10-22'),
      time: fc.constantFrom('08:00:00', '11:59:59', '12:00:00', '17:30:00'),
      villageCode: fc.constantFrom('V03', 'V05', null),
      standing: fc.constantFrom<VisitPunch['standing']>('good', 'good', 'suspect', 'refused'),
    })
    .map(({ date, time, ...rest }) =>
      aPunch({ ...rest, id: `${date}-${time}-${rest.villageCode}-${rest.standing}`, at: `${date}T${time}` }),
    );
  const anyPunches = fc.array(anyPunch, { maxLength: 10 });
  const anyRule = fc.constantFrom(RULE, SAME_VILLAGE, HALF_DAYS, WINDOWS);
  const RUNS = { numRuns: 150, seed: 20_261_121 };

  it('their order and repetition change nothing', () => {
    const again = anyPunches.chain((punches) =>
      fc.tuple(
        fc.constant(punches),
        fc.shuffledSubarray([...punches, ...punches], { minLength: punches.length * 2 }),
      ),
    );
    fc.assert(
      fc.property(again, anyRule, ([punches, repeated], rule) => {
        expect(pair(repeated, [], rule)).toEqual(pair(punches, [], rule));
      }),
      RUNS,
    );
  });

  it('one more good punch takes no day away, nor a half of one', () => {
    fc.assert(
      fc.property(anyPunches, anyPunch, anyRule, (punches, more, rule) => {
        const after = pair([...punches, { ...more, id: 'new', standing: 'good' }], [], rule);
        for (const { date, weight } of pair(punches, [], rule)) {
          const same = after.find((day) => day.date.equals(date));
          expect(same?.weight).toBeGreaterThanOrEqual(weight);
        }
      }),
      RUNS,
    );
  });

  it('every good or suspect punch at a standing clock is shown exactly once', () => {
    fc.assert(
      fc.property(anyPunches, anyRule, (punches, rule) => {
        const shown = pair(punches, [], rule).flatMap(({ morning, afternoon, suspect, outside }) => [
          ...morning,
          ...afternoon,
          ...suspect,
          ...outside,
        ]);
        const expected = punches.filter(
          ({ standing, villageCode }) =>
            standing === 'suspect' || (standing === 'good' && villageCode !== null),
        );
        expect(shown.sort()).toEqual([...new Set(expected.map(({ id }) => id))].sort());
      }),
      RUNS,
    );
  });
});
