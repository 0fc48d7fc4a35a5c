import { COMMAND } from '../../wire/commands.js';
import { wordArgument, type ProfileFactory } from './clock-profile.js';
import { carriesMiddleOfLog } from './log-transfer.js';

const HEADER_BYTES = 8;
const CHECKSUM_OFFSET = 2;
const FLIPPED_BIT = 0x04;

/** A bit in the middle of the log is flipped on the way: every time (`wrong-checksum`) or the first time (`:once`). */
export const wrongChecksum: ProfileFactory = (setting) => {
  const once = wordArgument(setting, ['always', 'once']) === 'once';
  let flipped = false;
  return {
    encode: (payload, exchange) => {
      const carriesData = payload.readUInt16LE(0) === COMMAND.DATA && payload.length > HEADER_BYTES;
      if (!carriesData || !carriesMiddleOfLog(exchange) || (once && flipped)) return payload;
      flipped = true;
      const corrupt = Buffer.from(payload);
      const at = worstPlace(payload);
      corrupt.writeUInt8(payload.readUInt8(at) ^ FLIPPED_BIT, at);
      return corrupt;
    },
  };
};

/** The first digit after the middle that stays a digit: the punch of another person. Otherwise the middle. */
function worstPlace(payload: Buffer): number {
  const middle = HEADER_BYTES + Math.floor((payload.length - HEADER_BYTES) / 2);
  const digit = payload.subarray(middle).findIndex((byte) => byte >= 0x30 && byte <= 0x37);
  return digit === -1 ? middle : middle + digit;
}

/** Every checksum is computed over the reply id before, and so off by exactly one. */
export const offByOneChecksum: ProfileFactory = () => ({
  encode: (payload) => {
    const shifted = Buffer.from(payload);
    const checksum = payload.readUInt16LE(CHECKSUM_OFFSET);
    shifted.writeUInt16LE(checksum >= 0xffff ? 1 : checksum + 1, CHECKSUM_OFFSET);
    return shifted;
  },
});
