import { describe, expect, it } from '@jest/globals';
import { aCadre, aPolicy } from '../../testing/week-facts.factory.js';
import { isRightPlace, provesInsteadOf } from './right-place.js';

const resident = aCadre({ category: 'resident', homeVillageCode: 'V03' });
const organ = aCadre({ homeVillageCode: 'V03' });
const homeless = aCadre({ category: 'resident', homeVillageCode: null });
const ownOnly = aPolicy({ residentPlace: 'home-village' });
const together = { visitDay: { ...aPolicy().visitDay, pairing: 'same-village' } } as const;

describe('the right place of a visit (D5)', () => {
  it('is any village by default, and for an organ cadre always', () => {
    expect(isRightPlace('V05', resident, aPolicy())).toBe(true);
    expect(isRightPlace('V05', organ, ownOnly)).toBe(true);
  });

  it('is the own village of a resident cadre where the policy says so, and nowhere for who has none', () => {
    expect(isRightPlace('V03', resident, ownOnly)).toBe(true);
    expect(isRightPlace('V05', resident, ownOnly)).toBe(false);
    expect(isRightPlace('V03', homeless, ownOnly)).toBe(false);
  });
});

describe('a punch leaves nothing to correct', () => {
  it('in whatever village, where any will do', () => {
    expect(provesInsteadOf('V05', 'V03', resident, aPolicy())).toBe(true);
    expect(provesInsteadOf('V05', 'V03', organ, ownOnly)).toBe(true);
  });

  it('in the very village only, where morning and afternoon must be at one (D4)', () => {
    expect(provesInsteadOf('V05', 'V03', organ, aPolicy(together))).toBe(false);
    expect(provesInsteadOf('V03', 'V03', organ, aPolicy(together))).toBe(true);
  });

  it.each([ownOnly, { ...ownOnly, ...together }])(
    'in the own village only, where no other counts (D5)',
    (policy) => {
      expect(provesInsteadOf('V05', 'V03', resident, policy)).toBe(false);
      expect(provesInsteadOf('V03', 'V03', resident, policy)).toBe(true);
      // A slip for another village would prove nothing that the punch at home does not.
      expect(provesInsteadOf('V03', 'V05', resident, policy)).toBe(true);
      expect(provesInsteadOf('V05', 'V05', resident, policy)).toBe(false);
    },
  );
});
