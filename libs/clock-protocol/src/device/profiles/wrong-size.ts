import { COMMAND } from '../../wire/commands.js';
import type { Packet } from '../../wire/packet.js';
import type { Burst } from '../device-session.js';
import { preparedSizes } from '../transfer.js';
import { wordArgument, type Exchange, type ProfileFactory } from './clock-profile.js';
import { carriesLog } from './log-transfer.js';

const LIE_BYTES = 40;

/**
 * A size word of the log lies by 40 bytes: the one at the head of the set (`wrong-size`), or the one stated when the set is
 * prepared, too large (`:prepared`) or too small (`:fewer`).
 */
export const wrongSize: ProfileFactory = (setting) => {
  const where = wordArgument(setting, ['head', 'prepared', 'fewer']);
  return {
    answer: (exchange, firmware) => {
      const packets = firmware();
      if (!carriesLog(exchange)) return packets;
      return where === 'head' ? lieAtHead(exchange, packets) : lieWhenPrepared(packets, where);
    },
  };
};

function lieAtHead({ request }: Exchange, bursts: readonly Burst[]): Burst[] {
  if (request?.command === COMMAND.READ_CHUNK && request.data.readUInt32LE(0) > 0) return [...bursts];
  const head = bursts.flat().find(({ command, data }) => command === COMMAND.DATA && data.length >= 4);
  return bursts.map((burst) =>
    burst.map((packet) => (packet === head ? { ...packet, data: longerHead(packet.data) } : packet)),
  );
}

function longerHead(data: Buffer): Buffer {
  const lying = Buffer.from(data);
  lying.writeUInt32LE(data.readUInt32LE(0) + LIE_BYTES, 0);
  return lying;
}

function lieWhenPrepared(bursts: readonly Burst[], how: 'prepared' | 'fewer'): Burst[] {
  const lie = (packet: Packet): Packet => {
    if (packet.command !== COMMAND.ACK_OK || packet.data.length < 5) return packet;
    const bytes = packet.data.readUInt32LE(1) + (how === 'prepared' ? LIE_BYTES : -LIE_BYTES);
    return { ...packet, data: preparedSizes(Math.max(0, bytes)) };
  };
  return bursts.map((burst) => burst.map(lie));
}
