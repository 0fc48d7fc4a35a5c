import { wordArgument, type ProfileFactory } from './clock-profile.js';
import { carriesMiddleOfLog } from './log-transfer.js';

const HEADER_BYTES = 8;
const CHECKSUM_OFFSET = 2;

/** A bit in the middle of the log is flipped on the way: every time (`wrong-checksum`) or the first time (`:once`). */
export const wrongChecksum: ProfileFactory = (setting) => {
  const once = wordArgument(setting, ['always', 'once']) === 'once';
  let flipped = false;
  return {
    encode: (payload, exchange) => {
      if (payload.length < 2 * HEADER_BYTES || !carriesMiddleOfLog(exchange) || (once && flipped))
        return payload;
      flipped = true;
      const corrupt = Buffer.from(payload);
      const middle = HEADER_BYTES + Math.floor((payload.length - HEADER_BYTES) / 2);
      corrupt.writeUInt8(payload.readUInt8(middle) ^ 0x04, middle);
      return corrupt;
    },
  };
};

/** Every checksum is computed over the reply id before, and so off by exactly one. */
export const offByOneChecksum: ProfileFactory = () => ({
  encode: (payload) => {
    const shifted = Buffer.from(payload);
    const checksum = payload.readUInt16LE(CHECKSUM_OFFSET);
    shifted.writeUInt16LE(checksum >= 0xffff ? 1 : checksum + 1, CHECKSUM_OFFSET);
    return shifted;
  },
});
