import { ClockProtocolError } from '../errors.js';
import type { Packet } from '../wire/packet.js';

/**
 * What a packet meant to the request it answers: more packets follow, the answer is whole,
 * or it ended and something of it is missing (a lost datagram: ask again).
 */
export type Reception = 'more' | 'done' | 'lost';

export interface ClockRequest {
  readonly command: number;
  /** Made anew for every try when it is a function. */
  readonly data?: Buffer | (() => Buffer);
  /** Called when the request goes out, again at every retry; forget what an earlier try received. */
  onSend?(): void;
  /** Called with each packet of the answer, never with late ones. What it throws ends the conversation. */
  receive(packet: Packet): Reception;
  /** Called with packets that still come when the answer was whole. What it throws ends the conversation. */
  late?(packet: Packet): void;
}

/** One conversation's way to a clock. One request at a time. */
export interface ClockConnection {
  /** Most data bytes to ask for in one chunk; lowered when the clock cuts even that. */
  maxChunkBytes: number;
  /** Whether bytes arrive in the order in which they were sent, each once. */
  readonly keepsOrder: boolean;
  readonly bytesRead: number;
  /** Packets accepted with a checksum off by exactly one. */
  readonly offByOneChecksums: number;
  /** Session id stamped on what is sent from now on; 0 before CONNECT was answered. */
  useSession(session: number): void;
  request(request: ClockRequest): Promise<void>;
  /** Hands over every event from now on, acknowledged already. What the listener throws ends the conversation. */
  listen(onEvent: (event: Packet) => void): void;
  /** Sends `parting` commands without waiting for answers and frees the connection. Never rejects. */
  close(parting: readonly number[]): Promise<void>;
}

const MOST_REMEMBERED = 16;
const NO_DATA = Buffer.alloc(0);

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
      transient: answered,
    });
  }
  if (UNREACHABLE.has(code)) {
    return new ClockProtocolError('CLOCK.UNREACHABLE', `the clock cannot be reached (${code})`, {
      cause: error,
      transient: answered,
    });
  }
  return answered
    ? new ClockProtocolError('CLOCK.CLOSED_MID_READ', `the connection broke (${code})`, {
        cause: error,
        transient: true,
      })
    : new ClockProtocolError('CLOCK.REFUSED', `the connection was refused (${code})`, { cause: error });
}

/** The reply id after this one; 0 is left out because events carry it. */
export function nextReplyId(replyId: number): number {
  return replyId >= 0xffff ? 1 : replyId + 1;
}

/** The requests answered last: what still comes for one of them is shown to it. */
export class AnsweredRequests {
  private readonly last: { readonly replyId: number; readonly request: ClockRequest }[] = [];

  remember(replyId: number, request: ClockRequest): void {
    if (request.late === undefined) return;
    this.last.push({ replyId, request });
    if (this.last.length > MOST_REMEMBERED) this.last.shift();
  }

  show(packet: Packet): void {
    this.last.find(({ replyId }) => replyId === packet.replyId)?.request.late?.(packet);
  }
}

/** The bytes to send with a request. */
export function requestData({ data }: ClockRequest): Buffer {
  return typeof data === 'function' ? data() : (data ?? NO_DATA);
}
