import { describe, expect, it } from '@jest/globals';
import { chargesOf, type PersonCharge, unnoticedCharges } from './noticed-charges.js';

const of = (fen: number, ...weeks: string[]): PersonCharge => ({ fen, weeks });

describe('what a person pays in a month', () => {
  it('is the charge of the month and the adjustments of earlier ones, with the weeks that cost something', () => {
    const charges = chargesOf({
      charged: [
        { cadreCode: 'C002', deductedFen: 10_000, weeks: ['2026-W46'] },
        { cadreCode: 'C001', deductedFen: 20_000, weeks: ['2026-W45', '2026-W46'] },
      ],
      adjustments: [
        { cadreCode: 'C001', week: '2026-W41', amountFen: -10_000 },
        { cadreCode: 'C002', week: '2026-W42', amountFen: 10_000 },
        { cadreCode: 'C003', week: null, amountFen: 10_000 },
      ],
    });
    expect(Object.entries(charges)).toEqual([
      ['C001', of(10_000, '2026-W45', '2026-W46')],
      ['C002', of(20_000, '2026-W42', '2026-W46')],
      ['C003', of(10_000)],
    ]);
  });
});

describe('a charge that the notice did not show', () => {
  it.each([
    ['appeared afterwards', {}, of(10_000, 'W45'), { noticedFen: 0, weeks: ['W45'] }],
    ['grew', { C001: of(10_000, 'W45') }, of(20_000, 'W45'), { noticedFen: 10_000, weeks: [] }],
    ['stayed', { C001: of(10_000, 'W45') }, of(10_000, 'W45'), null],
    ['fell', { C001: of(20_000, 'W45', 'W46') }, of(10_000, 'W46'), null],
    [
      'is for another week, at the same price',
      { C001: of(20_000, 'W45', 'W46') },
      of(20_000, 'W45', 'W47'),
      { noticedFen: 20_000, weeks: ['W47'] },
    ],
    ['is for another week, and costs nothing in all', { C001: of(10_000, 'W45') }, of(0, 'W46'), null],
    ['was paid back, and less so now', { C001: of(-20_000) }, of(-10_000), null],
    ['was paid back, and is charged now', { C001: of(-10_000) }, of(1), { noticedFen: -10_000, weeks: [] }],
  ])('%s', (_, noticed, now, unnoticed) => {
    expect(unnoticedCharges(noticed, { C001: now })).toEqual(
      unnoticed === null ? [] : [{ cadreCode: 'C001', nowFen: now.fen, ...unnoticed }],
    );
  });

  it('fell away with the person, who needs no notice', () => {
    expect(unnoticedCharges({ C001: of(10_000, 'W45') }, {})).toEqual([]);
  });
});
