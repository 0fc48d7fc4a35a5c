import type { ProfileFactory } from './clock-profile.js';

const STRAY_BYTES = Buffer.from('ff3235350000000000', 'hex');
const IMPOSSIBLE_DATE = '2026-02-31';

/** 14 characters that all numbers have in common, so that a client that cuts them short sees one person. */
const COMMON_BEGINNING = '42120219800101';

/** Nine bytes nobody can explain stand before the first punch. */
export const strayBytes: ProfileFactory = () => ({
  equip: (options) => ({ ...options, strayBytes: STRAY_BYTES }),
});

/** One punch in the middle of the log is of 31 February. */
export const impossibleDate: ProfileFactory = () => ({
  equip: (options) => {
    const punches = options.punches ?? [];
    const middle = Math.floor(punches.length / 2);
    return {
      ...options,
      punches: punches.map((punch, at) =>
        at === middle ? { ...punch, clockTime: `${IMPOSSIBLE_DATE}${punch.clockTime.slice(10)}` } : punch,
      ),
    };
  },
});

/** Enrolment numbers use all 24 characters a clock can hold. */
export const longNumbers: ProfileFactory = () => {
  const lengthened = <T extends { readonly number: string }>(holder: T): T => ({
    ...holder,
    number: `${COMMON_BEGINNING}${holder.number.padStart(24 - COMMON_BEGINNING.length, '0')}`,
  });
  return {
    equip: (options) => ({
      ...options,
      users: (options.users ?? []).map(lengthened),
      punches: (options.punches ?? []).map(lengthened),
    }),
  };
};
