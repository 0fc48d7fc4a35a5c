import { describe, expect, it } from '@jest/globals';
import { CodedError } from '@cunqin/platform/errors';
import { aPolicy } from '../testing/week-facts.factory.js';
import { contradictionsIn } from './policy-contradictions.js';
import { parsePolicy } from './policy-settings.js';
import { defaultPolicy, type Policy } from './policy.js';

/** The fields at fault; whoever sent them reads a Chinese sentence at each. */
function faults(change: Partial<Policy>): string[] {
  const found = contradictionsIn(aPolicy(change));
  for (const { message } of found) expect(message).toMatch(/[\u4e00-\u9fff]{6}/);
  return found.map(({ field }) => field);
}

const visitDay = (change: Partial<Policy['visitDay']>): Pick<Policy, 'visitDay'> => ({
  visitDay: { ...defaultPolicy.visitDay, ...change },
});

function windows(morning: [string, string], afternoon: [string, string]): Pick<Policy, 'visitDay'> {
  const window = ([from, until]: [string, string]) => ({ from, until });
  return visitDay({ windows: { morning: window(morning), afternoon: window(afternoon) } });
}

it('the default reading contradicts nothing', () => {
  expect(faults({})).toEqual([]);
});

describe('fixed windows', () => {
  it('may meet but not overlap', () => {
    expect(faults(windows(['07:00:00', '12:00:00'], ['12:00:00', '18:00:00']))).toEqual([]);
    expect(faults(windows(['07:00:00', '12:00:01'], ['12:00:00', '18:00:00']))).toEqual([
      'visitDay.windows.afternoon.from',
    ]);
  });

  it('must not be empty or end before they begin', () => {
    expect(faults(windows(['07:00:00', '07:00:00'], ['12:00:00', '18:00:00']))).toEqual([
      'visitDay.windows.morning.until',
    ]);
    expect(faults(windows(['07:00:00', '07:00:01'], ['18:00:00', '18:00:00']))).toEqual([
      'visitDay.windows.afternoon.until',
    ]);
    expect(faults(windows(['07:00:00', '11:00:00'], ['14:00:00', '24:00:00']))).toEqual([]);
  });

  it('are told everything that is wrong with them at once', () => {
    expect(faults(windows(['12:00:00', '08:00:00'], ['07:00:00', '06:00:00']))).toEqual([
      'visitDay.windows.morning.until',
      'visitDay.windows.afternoon.until',
      'visitDay.windows.afternoon.from',
    ]);
  });
});

describe('half days', () => {
  it('cannot ask for both halves at one village', () => {
    expect(faults(visitDay({ unit: 'half-days', pairing: 'same-village' }))).toEqual(['visitDay.pairing']);
    expect(faults(visitDay({ unit: 'half-days' }))).toEqual([]);
    expect(faults(visitDay({ pairing: 'same-village' }))).toEqual([]);
  });

  it('are what a quota of half a day needs', () => {
    const quota = { organ: 1.5, resident: 2.5 };
    expect(faults({ quota })).toEqual(['quota.organ', 'quota.resident']);
    expect(faults({ quota, ...visitDay({ unit: 'half-days' }) })).toEqual([]);
  });
});

describe('a quota that nobody could keep', () => {
  const strict = { daysOff: 'workdays-only', relief: 'none' } as const;

  it('is more than five days where only workdays count and nothing relieves it', () => {
    expect(faults({ ...strict, quota: { organ: 5, resident: 6 } })).toEqual(['quota.resident']);
    expect(faults({ ...strict, quota: { organ: 6, resident: 5 } })).toEqual(['quota.organ']);
  });

  it('is a quota one can keep where weekends count, or fewer workdays relieve it', () => {
    const quota = { organ: 2, resident: 7 };
    expect(faults({ quota, ...strict, daysOff: 'count' })).toEqual([]);
    expect(faults({ quota, ...strict, relief: 'pro-rata' })).toEqual([]);
  });
});

it('an unsupported item cannot count as missing where the list cannot fail a week', () => {
  const unsupportedItem = 'counts-as-missing';
  expect(faults({ unsupportedItem, failedBy: 'visits' })).toEqual(['unsupportedItem']);
  expect(faults({ unsupportedItem, failedBy: 'checklist' })).toEqual([]);
  expect(faults({ failedBy: 'visits' })).toEqual([]);
});

it('a contradictory policy is refused like any other that is wrong', () => {
  const policy = { effectiveFrom: '2026-W36', clause: '第六条', quota: { organ: 0.5, resident: 3 } };
  const fields = [{ field: 'quota.organ', message: '按整天计算时，应下村天数必须是整数' }];
  expect(() => parsePolicy(policy)).toThrow(CodedError);
  expect(() => parsePolicy(policy)).toThrow(expect.objectContaining({ code: 'POLICY.INVALID', fields }));
});
