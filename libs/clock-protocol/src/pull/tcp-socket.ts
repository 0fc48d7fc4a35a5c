import { connect, type Socket } from 'node:net';
import type { ClockTarget } from '../driver.js';
import { ClockProtocolError } from '../errors.js';
import { socketFailure } from './connection.js';
import type { Limits } from './limits.js';

const PARTING_MS = 300;

/** What a conversation listens for on its socket. */
export interface SocketListener {
  onBytes(bytes: Buffer): void;
  onFailure(error: ClockProtocolError): void;
  /** Whether the clock has said anything yet: decides what a closed connection means. */
  readonly answered: boolean;
}

/** Hands the socket's bytes and its end over to the listener. */
export function listenTo(socket: Socket, listener: SocketListener): void {
  socket.setNoDelay(true);
  socket.on('data', (bytes: Buffer) => listener.onBytes(bytes));
  socket.on('error', (error) => listener.onFailure(socketFailure(error, listener.answered)));
  socket.on('close', () => listener.onFailure(closedByClock(listener.answered)));
}

/**
 * Connects to the clock and gives the socket to `listen` before anything can happen on it.
 * @throws ClockProtocolError when the clock cannot be reached within the limits
 */
export async function openSocket<T>(
  target: ClockTarget,
  limits: Limits,
  listen: (socket: Socket) => T,
): Promise<T> {
  if (limits.failure !== null) throw limits.failure;
  const socket = connect({ host: target.host, port: target.port });
  const listener = listen(socket);
  limits.restartIdleTimer();
  try {
    await limits.race(new Promise<void>((resolve) => socket.once('connect', resolve)));
    return listener;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    limits.stopIdleTimer();
  }
}

/** Writes the last words, lets them leave, and frees the socket. Never rejects. */
export async function endSocket(socket: Socket, lastWords: readonly Buffer[]): Promise<void> {
  if (!socket.destroyed && socket.writable) {
    for (const words of lastWords) socket.write(words);
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(done, PARTING_MS);
      socket.once('close', done);
      socket.end(done);
    });
  }
  socket.destroy();
}

function closedByClock(answered: boolean): ClockProtocolError {
  return answered
    ? new ClockProtocolError('CLOCK.CLOSED_MID_READ', 'the clock closed the connection', { transient: true })
    : new ClockProtocolError('CLOCK.REFUSED', 'the connection was closed before the clock said anything');
}
