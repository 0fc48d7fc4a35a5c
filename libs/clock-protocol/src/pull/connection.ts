import { ClockProtocolError } from '../errors.js';
import type { Packet } from '../wire/packet.js';

/**
 * What a packet meant to the request it answers: more packets follow, the answer is whole,
 * or it ended and something of it is missing (a lost datagram: ask again).
 */
export type Reception = 'more' | 'done' | 'lost';

export interface ClockRequest {
  readonly command: number;
  readonly data?: Buffer;
  /** Called when the request goes out, again at every retry; forget what an earlier try received. */
  onSend?(): void;
  /** Called with each packet of the answer, never with late ones. What it throws ends the conversation. */
  receive(packet: Packet): Reception;
}

/** One conversation's way to a clock. One request at a time. */
export interface ClockConnection {
  /** Most data bytes to ask for in one chunk. */
  readonly maxChunkBytes: number;
  readonly bytesRead: number;
  /** Packets accepted with a checksum off by exactly one. */
  readonly offByOneChecksums: number;
  /** Session id stamped on what is sent from now on; 0 before CONNECT was answered. */
  useSession(session: number): void;
  request(request: ClockRequest): Promise<void>;
  /** Sends `parting` commands without waiting for answers and frees the connection. Never rejects. */
  close(parting: readonly number[]): Promise<void>;
}

const UNREACHABLE = new Set([
  'EACCES',
  'EADDRNOTAVAIL',
  'EAI_AGAIN',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'EINVAL',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPERM',
]);

/** The meaning of a socket's error. `answered`: whether the clock had said anything in this conversation. */
export function socketFailure(error: unknown, answered: boolean): ClockProtocolError {
  const code =
    typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown';
  if (code === 'ETIMEDOUT') {
    return new ClockProtocolError('CLOCK.TIMEOUT', 'the network gave up waiting for the clock', {
      cause: error,
    });
  }
  if (UNREACHABLE.has(code)) {
    return new ClockProtocolError('CLOCK.UNREACHABLE', `the clock cannot be reached (${code})`, {
      cause: error,
    });
  }
  return answered
    ? new ClockProtocolError('CLOCK.CLOSED_MID_READ', `the connection broke (${code})`, { cause: error })
    : new ClockProtocolError('CLOCK.REFUSED', `the connection was refused (${code})`, { cause: error });
}

/** The reply id after this one; 0 is left out because events carry it. */
export function nextReplyId(replyId: number): number {
  return replyId >= 0xffff ? 1 : replyId + 1;
}
