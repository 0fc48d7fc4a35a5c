import type { ClockTarget, ConversationOptions } from '../driver.js';
import { asClockError } from '../errors.js';
import type { ClockConnection } from './connection.js';
import { Limits } from './limits.js';
import { ClockSession } from './session.js';

export interface Conversation<C extends ClockConnection> {
  readonly session: ClockSession;
  readonly connection: C;
  readonly limits: Limits;
}

export type OpenConnection<C extends ClockConnection> = (target: ClockTarget, limits: Limits) => Promise<C>;

/** Opens a connection and a session, does the work, and closes both whatever happens. */
export async function converse<C extends ClockConnection, T>(
  openConnection: OpenConnection<C>,
  target: ClockTarget,
  options: ConversationOptions | undefined,
  work: (conversation: Conversation<C>) => Promise<T>,
): Promise<T> {
  const limits = new Limits(options);
  try {
    const connection = await openConnection(target, limits).catch((error: unknown) => {
      throw asClockError(error, 'CLOCK.UNREACHABLE', 'the address of the clock cannot be used');
    });
    const session = new ClockSession(connection, options?.now);
    try {
      await session.connect(target.commKey ?? 0);
      return await work({ session, connection, limits });
    } finally {
      await session.close();
    }
  } finally {
    limits.dispose();
  }
}
