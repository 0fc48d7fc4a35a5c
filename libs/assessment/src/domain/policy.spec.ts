import { describe, expect, it } from '@jest/globals';
import { aPolicy } from '../testing/week-facts.factory.js';
import { completePolicy, defaultPolicy, type Policy, policyInForce } from './policy.js';

const first = aPolicy({ version: 1, effectiveFrom: '2025-W01' });
const autumn = aPolicy({ version: 2, effectiveFrom: '2026-W36' });
const amended = aPolicy({ version: 3, effectiveFrom: '2026-W36' });
const nextYear = aPolicy({ version: 4, effectiveFrom: '2027-W01' });
const versions = [autumn, nextYear, first, amended];

describe('the policy in force', () => {
  it.each([
    ['2025-W01', 1],
    ['2026-W35', 1],
    ['2026-W36', 3],
    ['2026-W53', 3],
    ['2027-W01', 4],
    ['2031-W10', 4],
  ])('in %s is version %i', (week, version) => {
    expect(policyInForce(versions, week)?.version).toBe(version);
    expect(policyInForce([...versions].reverse(), week)?.version).toBe(version);
  });

  it('is the later version when two take effect in one week', () => {
    expect(policyInForce([autumn, amended], '2026-W40')).toBe(amended);
    expect(policyInForce([amended, autumn], '2026-W40')).toBe(amended);
  });

  it('is by the week it takes effect, not by when it was written', () => {
    const backdated = aPolicy({ version: 5, effectiveFrom: '2025-W10' });
    expect(policyInForce([...versions, backdated], '2026-W40')).toBe(amended);
    expect(policyInForce([...versions, backdated], '2025-W20')).toBe(backdated);
  });

  it('is none before the first', () => {
    expect(policyInForce(versions, '2024-W52')).toBeUndefined();
    expect(policyInForce<Policy>([], '2026-W43')).toBeUndefined();
  });

  it('is looked up without disturbing the list', () => {
    const list = Object.freeze([...versions]);
    expect(policyInForce(list, '2026-W40')).toBe(amended);
    expect(list).toEqual(versions);
  });
});

describe('a stored policy', () => {
  const heading = { version: 7, effectiveFrom: '2026-W20', clause: '第三条' };

  it('of before a question was asked keeps the default reading of it', () => {
    const visitDay = { afternoonFrom: '13:00:00', pairing: 'same-village' } as const;
    expect(completePolicy({ charge: 'per-cause', visitDay }, heading)).toEqual({
      ...defaultPolicy,
      ...heading,
      charge: 'per-cause',
      visitDay: { ...defaultPolicy.visitDay, ...visitDay },
    });
    expect(completePolicy({}, heading)).toEqual({ ...defaultPolicy, ...heading });
  });

  it('comes back as it was published', () => {
    const published = aPolicy({ quota: { organ: 1, resident: 4 }, unitFen: 5_000 });
    const { version, effectiveFrom, clause, ...settings } = published;
    expect(completePolicy(settings, { version, effectiveFrom, clause })).toEqual(published);
  });
});

it('the default reading is the one the township wrote down', () => {
  expect(defaultPolicy).toEqual({
    version: 1,
    effectiveFrom: '2025-W01',
    clause: expect.stringMatching(/^纳入过程化管理的干部每周下村不少于2天，.*每次扣100元.*。$/),
    quota: { organ: 2, resident: 3 },
    visitDay: { afternoonFrom: '12:00:00', windows: null, unit: 'whole-days', pairing: 'any-village' },
    residentPlace: 'any-village',
    enterpriseVisits: 'counts',
    daysOff: 'count',
    relief: 'min',
    errands: 'excused',
    emergencyDuty: 'credited',
    corrections: { withinWorkdays: 2, perMonth: 2 },
    checklistDue: 'week-end',
    summaryTime: '09:00:00',
    unsupportedItem: 'marked',
    failedBy: 'visits-or-checklist',
    charge: 'per-week',
    unitFen: 10_000,
    monthOf: 'thursday',
    ceiling: 'post-subsidy',
    contractStaff: 'counted-only',
  });
});
