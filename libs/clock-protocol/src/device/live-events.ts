import { COMMAND } from '../wire/commands.js';
import type { Packet } from '../wire/packet.js';
import type { DeviceSession } from './device-session.js';

/** Code and mask bit of a punch among live events. */
export const LIVE_ATTENDANCE = 1;

/** A client that acknowledges nothing is told so many events and no more. */
const MOST_UNANSWERED = 10;

/** The event of a punch for one session, `null` when this client is not to be told. */
export function livePunchPacket(session: DeviceSession, data: Buffer): Packet | null {
  const registered = session.authorised && !session.ended && (session.eventMask & LIVE_ATTENDANCE) !== 0;
  if (!registered || session.unanswered >= MOST_UNANSWERED) return null;
  session.unanswered += 1;
  return { command: COMMAND.EVENT, session: LIVE_ATTENDANCE, replyId: 0, data };
}
