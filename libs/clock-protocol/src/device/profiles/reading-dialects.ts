import { COMMAND, MAX_TCP_CHUNK } from '../../wire/commands.js';
import type { Packet } from '../../wire/packet.js';
import type { Burst, DeviceSession } from '../device-session.js';
import type { ClockProfile, Exchange, ProfileFactory } from './clock-profile.js';

const NOTHING = Buffer.alloc(0);

/** What a SpeedFace was seen to answer to 1503. */
const UNEXPLAINED_ANSWER = 4989;

const BUFFERED: ReadonlySet<number> = new Set([COMMAND.PREPARE_SET, COMMAND.READ_CHUNK, COMMAND.FREE_DATA]);
const UNASKED: ReadonlySet<number> = new Set([COMMAND.ATTENDANCE_READ, COMMAND.USERS_READ]);

/** An old clock: it does not know 1503 and sends a whole set to command 13 or 9. */
export const legacy: ProfileFactory = () => ({
  answer: (exchange, firmware) =>
    asked(exchange, BUFFERED) ? only(exchange, COMMAND.ACK_UNKNOWN) : firmware(),
});

/** 1503 is answered with 4989, commands 13 and 9 with an error: the log cannot be had. */
export const error1503: ProfileFactory = () => ({
  answer: (exchange, firmware) => {
    if (asked(exchange, BUFFERED)) return only(exchange, UNEXPLAINED_ANSWER);
    return asked(exchange, UNASKED) ? only(exchange, COMMAND.ACK_ERROR) : firmware();
  },
});

/** Whatever fits one packet is sent at once. */
export const inline: ProfileFactory = () => ({
  equip: (options) => ({ ...options, maxInlineBytes: MAX_TCP_CHUNK }),
});

/** After the data of a chunk, no ACK_OK. */
export const noCloseAck: ProfileFactory = () =>
  changingTransfers((packet) => (packet.command === COMMAND.ACK_OK ? null : packet));

/** Data comes with session 0, and the closing ACK_OK states the size of the data as its session. */
export const sessionZero: ProfileFactory = () =>
  changingTransfers((packet, bytes) => ({
    ...packet,
    session: packet.command === COMMAND.ACK_OK ? bytes & 0xffff : 0,
  }));

function changingTransfers(change: (packet: Packet, bytes: number) => Packet | null): ClockProfile {
  return {
    answer: (_exchange, firmware) => {
      const bursts = firmware();
      const bytes = bursts
        .flat()
        .reduce((sum, { command, data }) => sum + (command === COMMAND.DATA ? data.length : 0), 0);
      if (bytes === 0) return bursts;
      return bursts.map((burst) =>
        burst.map((packet) => change(packet, bytes)).filter((packet) => packet !== null),
      );
    },
  };
}

function asked({ request }: Exchange, commands: ReadonlySet<number>): boolean {
  return request !== null && commands.has(request.command);
}

function only({ session, request }: Exchange, command: number): Burst[] {
  return [[{ command, session: session.id, replyId: request?.replyId ?? 0, data: NOTHING }]];
}

/** A second client is not answered while the first one is connected. */
export const oneClient: ProfileFactory = () => {
  let holder: DeviceSession | null = null;
  return {
    answer: ({ session }, firmware) => {
      if (holder === null || holder.ended) holder = session;
      return holder === session ? firmware() : [];
    },
  };
};
