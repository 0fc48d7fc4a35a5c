import { COMMAND } from '../../wire/commands.js';
import type { Packet } from '../../wire/packet.js';
import { LIVE_ATTENDANCE } from '../live-events.js';
import type { ProfileFactory } from './clock-profile.js';

/** People punch all the time: around every packet of a transfer comes a live event, registered for or not. */
export const eventStorm: ProfileFactory = () => ({
  answer: ({ request, memory }, firmware) => {
    const bursts = firmware();
    const punch = memory.punches.at(-1);
    const transfers = bursts.some((burst) => burst.some(({ command }) => command === COMMAND.DATA));
    if (!transfers || request === null || punch === undefined) return bursts;
    const event: Packet = {
      command: COMMAND.EVENT,
      session: LIVE_ATTENDANCE,
      replyId: 0,
      data: memory.livePunch(punch),
    };
    return bursts.map((burst) => burst.flatMap((packet) => [event, packet]));
  },
});
