import { COMMAND } from '../../wire/commands.js';
import type { Packet } from '../../wire/packet.js';
import { wordArgument, type ClockProfile, type ProfileFactory } from './clock-profile.js';

const PUNCH_COUNT_OFFSET = 32;
const MADE_UP = 7;
const PER_FEWER = 3;

/** States more punches than there are (`wrong-count`), none at all (`:zero`) or a third of them (`:fewer`). */
export const wrongCount: ProfileFactory = (setting) => {
  const how = wordArgument(setting, ['more', 'zero', 'fewer']);
  const wrong = {
    more: (n: number) => n + MADE_UP,
    zero: () => 0,
    fewer: (n: number) => Math.floor(n / PER_FEWER),
  };
  return changingSizes((sizes) => {
    const changed = Buffer.from(sizes);
    changed.writeUInt32LE(wrong[how](sizes.readUInt32LE(PUNCH_COUNT_OFFSET)), PUNCH_COUNT_OFFSET);
    return changed;
  });
};

/** Asked for counts and capacities, it answers with four bytes. */
export const freeSizes4: ProfileFactory = () => changingSizes((sizes) => sizes.subarray(0, 4));

function changingSizes(change: (sizes: Buffer) => Buffer): ClockProfile {
  const changed = (packet: Packet): Packet =>
    packet.command === COMMAND.ACK_OK && packet.data.length > PUNCH_COUNT_OFFSET
      ? { ...packet, data: change(packet.data) }
      : packet;
  return {
    answer: ({ request }, firmware) => {
      const bursts = firmware();
      return request?.command === COMMAND.FREE_SIZES ? bursts.map((burst) => burst.map(changed)) : bursts;
    },
  };
}
