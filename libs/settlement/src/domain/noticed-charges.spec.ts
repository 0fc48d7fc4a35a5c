import { describe, expect, it } from '@jest/globals';
import { chargesOf, unnoticedCharges } from './noticed-charges.js';

describe('what a person pays in a month', () => {
  it('is the charge of the month and the adjustments of earlier ones', () => {
    const charges = chargesOf({
      charged: [
        { cadreCode: 'C002', deductedFen: 10_000 },
        { cadreCode: 'C001', deductedFen: 20_000 },
      ],
      adjustments: [
        { cadreCode: 'C001', amountFen: -10_000 },
        { cadreCode: 'C003', amountFen: 10_000 },
      ],
    });
    expect(Object.entries(charges)).toEqual([
      ['C001', 10_000],
      ['C002', 10_000],
      ['C003', 10_000],
    ]);
  });
});

describe('a charge that the notice did not show', () => {
  it.each([
    ['appeared afterwards', {}, 10_000, [{ cadreCode: 'C001', noticedFen: 0, nowFen: 10_000 }]],
    ['grew', { C001: 10_000 }, 20_000, [{ cadreCode: 'C001', noticedFen: 10_000, nowFen: 20_000 }]],
    ['stayed', { C001: 10_000 }, 10_000, []],
    ['fell', { C001: 20_000 }, 10_000, []],
    ['was paid back, and less so now', { C001: -20_000 }, -10_000, []],
    [
      'was paid back, and is charged now',
      { C001: -10_000 },
      1,
      [{ cadreCode: 'C001', noticedFen: -10_000, nowFen: 1 }],
    ],
  ])('%s', (_, noticed, nowFen, unnoticed) => {
    expect(unnoticedCharges(noticed, { C001: nowFen })).toEqual(unnoticed);
  });

  it('fell away with the person, who needs no notice', () => {
    expect(unnoticedCharges({ C001: 10_000 }, {})).toEqual([]);
  });
});
