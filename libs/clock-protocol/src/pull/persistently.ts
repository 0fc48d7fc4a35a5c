import { setTimeout as wait } from 'node:timers/promises';
import { ClockProtocolError } from '../errors.js';
import { COMMAND } from '../wire/commands.js';

const MOST_TRIES = 4;
const PAUSE_MS = 100;

/** Whether the clock asks to be asked again. */
export function isWishForRepetition(answer: number): boolean {
  return answer === COMMAND.ACK_RETRY || answer === COMMAND.ACK_REPEAT;
}

/**
 * Tries until there is a result other than `null`, a few times with pauses in between.
 * @throws ClockProtocolError `CLOCK.TIMEOUT` when there never is one
 */
export async function persistently<T>(attempt: () => Promise<T | null>): Promise<T> {
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) {
    if (tries > 1) await wait(PAUSE_MS);
    const result = await attempt();
    if (result !== null) return result;
  }
  throw new ClockProtocolError('CLOCK.TIMEOUT', 'the clock keeps asking to be asked again', {
    transient: true,
  });
}
