import { describe, expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { CODE, CodeField, isDate, isWeek, TextField, WeekField } from './formats.js';

describe('formats', () => {
  it.each([
    [
      'a week',
      isWeek,
      ['2026-W43', '2026-W01', '2026-W53'],
      ['2026-W00', '2025-W53', '2026-W54', '2026-43', '2026-w43'],
    ],
    [
      'a date',
      isDate,
      ['2026-10-20', '2024-02-29'],
      ['2026-02-29', '2026-13-01', '20261020', '2026-10-20T00:00'],
    ],
    [
      'a code',
      (text: string) => CODE.test(text),
      ['V03', 'C001', 'a.b_c-d'],
      ['', '../x', '-x', 'a b', '村01', 'x\n'],
    ],
  ])('%s', (_, accepts, good, bad) => {
    for (const text of good) expect([text, accepts(text)]).toEqual([text, true]);
    for (const text of bad) expect([text, accepts(text)]).toEqual([text, false]);
  });
});

class Sample {
  @WeekField()
  week: string;

  @CodeField({ optional: true })
  code?: string;

  @CodeField({ optional: true, each: true })
  codes?: string[];

  @TextField({ optional: true, maxLength: 5 })
  reason?: string;
}

const faults = (plain: object) => validateSync(plainToInstance(Sample, plain)).map((error) => error.property);

describe('fields', () => {
  it('may be left out only when they are optional', () => {
    expect(faults({ week: '2026-W43' })).toEqual([]);
    expect(faults({})).toEqual(['week']);
  });

  it('are not null, not even optional ones', () => {
    expect(faults({ week: null, code: null, codes: null, reason: null })).toEqual([
      'week',
      'code',
      'codes',
      'reason',
    ]);
  });

  it('are text, not numbers or lists', () => {
    expect(faults({ week: ['2026-W43'], code: 7 })).toEqual(['week', 'code']);
  });

  it('that are lists have every item checked', () => {
    expect(faults({ week: '2026-W43', codes: ['C001', 'C002'] })).toEqual([]);
    expect(faults({ week: '2026-W43', codes: ['C001', '../C002'] })).toEqual(['codes']);
    expect(faults({ week: '2026-W43', codes: 'C001' })).toEqual(['codes']);
  });

  it('of text are visible, short and free of control characters', () => {
    for (const reason of ['会议', 'a\nb', '12345']) expect(faults({ week: '2026-W43', reason })).toEqual([]);
    for (const reason of ['', '   ', '123456', 'a\u0000b', 'a\u001bb']) {
      expect(faults({ week: '2026-W43', reason })).toEqual(['reason']);
    }
  });

  it('say in Chinese what is expected', () => {
    const [error] = validateSync(plainToInstance(Sample, { week: '43' }));
    expect(error?.constraints).toEqual({ isWeek: '周次应写作 2026-W43' });
  });
});
