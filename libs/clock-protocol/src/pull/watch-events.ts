import type { LiveEvent } from '../driver.js';
import { ClockProtocolError } from '../errors.js';
import { decodeLiveEvent } from '../records/live-event.js';
import { ATTENDANCE_EVENT, COMMAND } from '../wire/commands.js';
import type { ClockConnection } from './connection.js';
import type { Conversation } from './converse.js';

/**
 * Hears punches until the conversation ends. The clock is asked for its time whenever the idle time-out has passed: that
 * keeps the session alive, and a clock that is silent even then is gone.
 * @throws ClockProtocolError `CLOCK.UNSUPPORTED` when the clock refuses; always something in the end
 */
export async function watchEvents(
  { session, connection, limits }: Conversation<ClockConnection>,
  onEvent: (event: LiveEvent) => void,
): Promise<never> {
  connection.listen(({ session: kind, data }) => {
    if ((kind & ATTENDANCE_EVENT) !== 0) onEvent(decodeLiveEvent(data));
  });
  const mask = Buffer.alloc(4);
  mask.writeUInt32LE(ATTENDANCE_EVENT);
  const answer = await session.ask(COMMAND.EVENT, mask);
  if (answer.command !== COMMAND.ACK_OK) {
    throw new ClockProtocolError('CLOCK.UNSUPPORTED', `the clock answered ${answer.command} to REG_EVENT`);
  }
  for (;;) {
    await limits.pause(limits.idleTimeoutMs);
    await session.ask(COMMAND.GET_TIME);
  }
}
