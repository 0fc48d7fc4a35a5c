import { isCommKey } from '../../wire/comm-key.js';
import { numberArgument, type ProfileFactory } from './clock-profile.js';

const USUAL_KEY = 123_456;

/** A comm key is set: `comm-key` for 123456, `comm-key:77` for another. */
export const commKey: ProfileFactory = (setting) => {
  const key = numberArgument(setting, USUAL_KEY);
  if (!isCommKey(key)) throw new RangeError('a comm key has 1 to 6 digits');
  return { equip: (options) => ({ ...options, commKey: key }) };
};
