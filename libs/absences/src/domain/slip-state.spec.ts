import { describe, expect, it } from '@jest/globals';
import { actOnSlip, type OpenSlip, type SlipAct, type SlipActor, slipStates } from './slip-state.js';

const acts: readonly SlipAct[] = ['approve', 'refuse', 'withdraw', 'revoke'];
const leader: SlipActor = { username: 'leader', cadreCode: null };
const office: SlipActor = { username: 'office', cadreCode: null };
const cadre: SlipActor = { username: 'zhang', cadreCode: 'C001' };

const aSlip = (change: Partial<OpenSlip> = {}): OpenSlip => ({
  state: 'filed',
  filedBy: 'office',
  cadreCodes: ['C001'],
  ...change,
});

const act = (slip: OpenSlip, by: SlipAct, who = by === 'withdraw' ? office : leader): string => {
  try {
    return actOnSlip(slip, by, who);
  } catch (refusal) {
    return (refusal as { code: string }).code;
  }
};

describe('a slip', () => {
  it.each([
    ['filed', ['approved', 'refused', 'withdrawn', 'ABSENCES.NOT_APPROVED']],
    ['approved', [...Array<string>(3).fill('ABSENCES.ALREADY_DECIDED'), 'revoked']],
    ['refused', [...Array<string>(3).fill('ABSENCES.ALREADY_DECIDED'), 'ABSENCES.NOT_APPROVED']],
    ['withdrawn', [...Array<string>(3).fill('ABSENCES.ALREADY_DECIDED'), 'ABSENCES.NOT_APPROVED']],
    ['revoked', [...Array<string>(3).fill('ABSENCES.ALREADY_DECIDED'), 'ABSENCES.NOT_APPROVED']],
  ] as const)(
    'that is %s comes to nothing but %j when approved, refused, withdrawn, revoked',
    (state, ends) => {
      expect(acts.map((by) => act(aSlip({ state }), by))).toEqual(ends);
    },
  );

  it('has an end: what is refused, withdrawn or revoked stays so', () => {
    const ends = slipStates.filter((state) =>
      acts.every((by) => act(aSlip({ state }), by).startsWith('ABSENCES')),
    );
    expect(ends).toEqual(['refused', 'withdrawn', 'revoked']);
  });

  it.each(['approve', 'refuse'] as const)('is not decided by whoever filed it: %s', (by) => {
    expect(act(aSlip(), by, office)).toBe('ABSENCES.OWN_SLIP');
  });

  it.each(['approve', 'refuse'] as const)('is not decided by whom it is about: %s', (by) => {
    expect(act(aSlip(), by, cadre)).toBe('ABSENCES.OWN_SLIP');
    expect(act(aSlip({ cadreCodes: ['C002', 'C001'] }), by, cadre)).toBe('ABSENCES.OWN_SLIP');
  });

  it('is revoked by another person than the applicant', () => {
    expect(act(aSlip({ state: 'approved' }), 'revoke', office)).toBe('ABSENCES.OWN_SLIP');
    expect(act(aSlip({ state: 'approved' }), 'revoke', leader)).toBe('revoked');
  });

  it('is withdrawn by whoever filed it or whom it is about, and by nobody else', () => {
    expect(act(aSlip(), 'withdraw', office)).toBe('withdrawn');
    expect(act(aSlip(), 'withdraw', cadre)).toBe('withdrawn');
    expect(act(aSlip(), 'withdraw', leader)).toBe('ABSENCES.NOT_APPLICANT');
    expect(act(aSlip({ cadreCodes: [] }), 'withdraw', cadre)).toBe('ABSENCES.NOT_APPLICANT');
  });
});
