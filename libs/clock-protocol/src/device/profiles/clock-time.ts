import { COMMAND } from '../../wire/commands.js';
import type { Packet } from '../../wire/packet.js';
import { decodeTimeCode, encodeTimeCode } from '../../wire/time-code.js';
import { shiftClockTime } from '../shift-clock-time.js';
import { numberArgument, type ClockProfile, type Exchange, type ProfileFactory } from './clock-profile.js';

const HOUR_S = 3_600;
const DAY_S = 86_400;

/** By how much the clock is wrong in its first session, its second, and so on, in seconds. */
const JUMPS_S = [0, 5 * HOUR_S, -3 * DAY_S, 40 * DAY_S, 7];

/** The clock is an hour fast, or `clock-wrong:SECONDS`. */
export const clockWrong: ProfileFactory = (setting) => {
  const seconds = numberArgument(setting, HOUR_S);
  return changingTime(() => seconds);
};

/** The time is another in every session: right, hours ahead, days behind, weeks ahead. */
export const clockJumping: ProfileFactory = () =>
  changingTime(({ session }) => JUMPS_S[(session.ordinal - 1) % JUMPS_S.length] ?? 0);

function changingTime(shiftSeconds: (exchange: Exchange) => number): ClockProfile {
  return {
    answer: (exchange, firmware) => {
      const bursts = firmware();
      if (exchange.request?.command !== COMMAND.GET_TIME) return bursts;
      const changed = (packet: Packet): Packet =>
        packet.command === COMMAND.ACK_OK
          ? { ...packet, data: shifted(packet.data, shiftSeconds(exchange)) }
          : packet;
      return bursts.map((burst) => burst.map(changed));
    },
  };
}

function shifted(data: Buffer, seconds: number): Buffer {
  const code = encodeTimeCode(shiftClockTime(decodeTimeCode(data.readUInt32LE(0)), seconds));
  const time = Buffer.alloc(4);
  time.writeUInt32LE(code ?? 0);
  return time;
}
