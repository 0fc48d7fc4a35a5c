import { describe, expect, it } from '@jest/globals';
import { CodedError } from '@cunqin/platform/errors';
import { parsePolicy } from './policy-settings.js';
import { defaultPolicy } from './policy.js';

const MINIMAL = { effectiveFrom: '2026-W36', clause: '第六条' };

const windowsOf = (from: string, until: string) => ({
  morning: { from, until },
  afternoon: { from: '14:00:00', until: '18:00:00' },
});

function refusal(change: Record<string, unknown>): CodedError {
  try {
    parsePolicy({ ...MINIMAL, ...change });
  } catch (failure) {
    if (failure instanceof CodedError) return failure;
    throw failure;
  }
  throw new Error('the policy was accepted');
}

function faults(change: Record<string, unknown>): string[] {
  const { code, fields, title } = refusal(change);
  expect({ code, title }).toEqual({ code: 'POLICY.INVALID', title: '政策设置有误' });
  // Whoever sent it reads the reasons: each is a Chinese sentence.
  for (const { message } of fields) expect(message).toMatch(/[\u4e00-\u9fff]/);
  return fields.map(({ field }) => field);
}

describe('a policy', () => {
  it('keeps the default reading of everything it does not mention', () => {
    const { version: _, ...defaults } = defaultPolicy;
    expect(parsePolicy(MINIMAL)).toEqual({ ...defaults, ...MINIMAL });
  });

  it('takes every alternative reading', () => {
    const given = {
      ...MINIMAL,
      quota: { organ: 0, resident: 5 },
      visitDay: { afternoonFrom: '13:30:00', windows: null, unit: 'whole-days', pairing: 'same-village' },
      residentPlace: 'home-village',
      enterpriseVisits: 'does-not-count',
      daysOff: 'workdays-only',
      relief: 'none',
      errands: 'credited',
      emergencyDuty: 'excused',
      corrections: { withinWorkdays: 0, perMonth: 31 },
      checklistDue: 'until-summary',
      summaryTime: '00:00:00',
      unsupportedItem: 'counts-as-missing',
      failedBy: 'checklist',
      charge: 'per-item-and-day',
      unitFen: 0,
      monthOf: 'sunday',
      ceiling: 'none',
      contractStaff: 'charged',
    };
    expect(parsePolicy(given)).toEqual(given);
  });

  it('takes pro rata relief, half days and fixed windows', () => {
    const windows = {
      morning: { from: '07:00:00', until: '12:00:00' },
      afternoon: { from: '12:00:00', until: '24:00:00' },
    };
    const visitDay = { ...defaultPolicy.visitDay, unit: 'half-days', windows };
    const given = { ...MINIMAL, relief: 'pro-rata', visitDay, quota: { organ: 1.5, resident: 7 } };
    expect(parsePolicy(given)).toMatchObject(given);
  });

  it('keeps the default of what a part does not mention', () => {
    const parsed = parsePolicy({ ...MINIMAL, visitDay: { unit: 'half-days' }, corrections: { perMonth: 3 } });
    expect(parsed.visitDay).toEqual({ ...defaultPolicy.visitDay, unit: 'half-days' });
    expect(parsed.corrections).toEqual({ withinWorkdays: 2, perMonth: 3 });
    expect(parsePolicy({ ...MINIMAL, visitDay: {}, corrections: {} })).toMatchObject({
      visitDay: defaultPolicy.visitDay,
      corrections: defaultPolicy.corrections,
    });
  });

  it('must name its clause and the week it takes effect', () => {
    expect(faults({ clause: undefined, effectiveFrom: undefined })).toEqual(['effectiveFrom', 'clause']);
    expect(faults({ clause: '  ' })).toEqual(['clause']);
    expect(faults({ clause: '条'.repeat(2001) })).toEqual(['clause']);
  });

  it.each(['2025-W53', '2026-W00', '2026-W54', '2026-36', '2026-W36 ', 'next week'])(
    'cannot take effect in "%s"',
    (week) => {
      expect(faults({ effectiveFrom: week })).toEqual(['effectiveFrom']);
    },
  );

  it.each([-1, 99.5, '100', null, Number.NaN, 100_000_001])('cannot charge %p fen', (unitFen) => {
    expect(faults({ unitFen })).toEqual(['unitFen']);
  });

  it('says of a negative amount what is wrong with it', () => {
    expect(refusal({ unitFen: -1 })).toMatchObject({ fields: [{ field: 'unitFen', message: '不能为负' }] });
    expect(refusal({ unitFen: -1 }).message).toContain('unitFen 不能为负');
  });

  it.each([
    [{ quota: { organ: 8, resident: 3 } }, 'quota.organ'],
    [{ quota: { organ: 2, resident: -1 } }, 'quota.resident'],
    [{ quota: { organ: 2, resident: 2.25 } }, 'quota.resident'],
    [{ quota: { organ: 2, resident: 7.5 } }, 'quota.resident'],
    [{ quota: { organ: 2 } }, 'quota.resident'],
    [{ quota: { organ: 2, resident: 3, guest: 1 } }, 'quota.guest'],
    [{ visitDay: { afternoonFrom: '12:00', pairing: 'any-village' } }, 'visitDay.afternoonFrom'],
    [{ visitDay: { afternoonFrom: '24:00:00', pairing: 'any-village' } }, 'visitDay.afternoonFrom'],
    [{ visitDay: { afternoonFrom: '12:00:00', pairing: 'nearby' } }, 'visitDay.pairing'],
    [{ residentPlace: 'nowhere' }, 'residentPlace'],
    [{ daysOff: 'maybe' }, 'daysOff'],
    [{ relief: 'half' }, 'relief'],
    [{ enterpriseVisits: 'twice' }, 'enterpriseVisits'],
    [{ errands: 'paid' }, 'errands'],
    [{ emergencyDuty: 'paid' }, 'emergencyDuty'],
    [{ checklistDue: 'never' }, 'checklistDue'],
    [{ summaryTime: '9:00' }, 'summaryTime'],
    [{ summaryTime: '24:00:00' }, 'summaryTime'],
    [{ unsupportedItem: 'forgotten' }, 'unsupportedItem'],
    [{ corrections: { withinWorkdays: -1 } }, 'corrections.withinWorkdays'],
    [{ corrections: { withinWorkdays: 32 } }, 'corrections.withinWorkdays'],
    [{ corrections: { perMonth: 1.5 } }, 'corrections.perMonth'],
    [{ corrections: { perMonth: 32 } }, 'corrections.perMonth'],
    [{ corrections: { perWeek: 1 } }, 'corrections.perWeek'],
    [{ visitDay: { unit: 'hours' } }, 'visitDay.unit'],
    [{ visitDay: { windows: {} } }, 'visitDay.windows.morning'],
    [{ visitDay: { windows: windowsOf('07:00', '12:00:00') } }, 'visitDay.windows.morning.from'],
    [{ visitDay: { windows: windowsOf('24:00:00', '12:00:00') } }, 'visitDay.windows.morning.from'],
    [{ visitDay: { windows: windowsOf('07:00:00', '24:00:01') } }, 'visitDay.windows.morning.until'],
    [{ failedBy: 'nothing' }, 'failedBy'],
    [{ charge: 'per-month' }, 'charge'],
    [{ monthOf: 'friday' }, 'monthOf'],
    [{ ceiling: 'half' }, 'ceiling'],
    [{ contractStaff: 'forgotten' }, 'contractStaff'],
    [{ version: 9 }, 'version'],
    [{ unitYuan: 100 }, 'unitYuan'],
  ])('%j is refused at %s', (change, field) => {
    expect(faults(change)[0]).toBe(field);
  });

  it('names every field at fault at once', () => {
    expect(faults({ unitFen: -1, charge: 'x', bonus: 1, malus: 2 }).sort()).toEqual([
      'bonus',
      'charge',
      'malus',
      'unitFen',
    ]);
  });

  it.each([null, undefined, 'per-week', 7, []])('cannot be %p', (input) => {
    expect(() => parsePolicy(input)).toThrow(expect.objectContaining({ code: 'POLICY.INVALID' }));
  });
});
