import type { Socket } from 'node:net';
import type { ClockTarget } from '../driver.js';
import { ClockProtocolError } from '../errors.js';
import { COMMAND, MAX_TCP_CHUNK } from '../wire/commands.js';
import { encodePayload, frameTcp, PacketDecoder, type Packet } from '../wire/packet.js';
import { PacketStream } from '../wire/packet-stream.js';
import {
  AnsweredRequests,
  nextReplyId,
  requestData,
  type ClockConnection,
  type ClockRequest,
} from './connection.js';
import type { Limits } from './limits.js';
import { endSocket, listenTo, openSocket, type SocketListener } from './tcp-socket.js';

interface OutstandingRequest {
  readonly replyId: number;
  readonly request: ClockRequest;
  readonly complete: () => void;
}

/** A conversation over TCP. */
export class TcpConnection implements ClockConnection, SocketListener {
  maxChunkBytes: number = MAX_TCP_CHUNK;
  readonly keepsOrder = true;
  private readonly answeredRequests = new AnsweredRequests();
  private readonly stream = new PacketStream();
  private readonly decoder = new PacketDecoder();
  private session = 0;
  private replyId = 0;
  private heard = false;
  private outstanding: OutstandingRequest | null = null;
  private onEvent: ((event: Packet) => void) | null = null;

  private constructor(
    private readonly socket: Socket,
    private readonly limits: Limits,
  ) {
    listenTo(socket, this);
  }

  /** @throws ClockProtocolError when the clock cannot be reached within the limits */
  static open(target: ClockTarget, limits: Limits): Promise<TcpConnection> {
    return openSocket(target, limits, (socket) => new TcpConnection(socket, limits));
  }

  get answered(): boolean {
    return this.heard;
  }

  get bytesRead(): number {
    return this.socket.bytesRead;
  }

  get offByOneChecksums(): number {
    return this.decoder.offByOne;
  }

  useSession(session: number): void {
    this.session = session;
  }

  listen(onEvent: (event: Packet) => void): void {
    this.onEvent = onEvent;
  }

  async request(request: ClockRequest): Promise<void> {
    if (this.limits.failure !== null) throw this.limits.failure;
    const data = requestData(request);
    this.replyId = nextReplyId(this.replyId);
    const answer = new Promise<void>((complete) => {
      this.outstanding = { replyId: this.replyId, request, complete };
    });
    this.limits.restartIdleTimer();
    request.onSend?.();
    this.socket.write(this.frame(request.command, this.replyId, data));
    try {
      await this.limits.race(answer);
    } finally {
      this.outstanding = null;
      this.limits.stopIdleTimer();
    }
  }

  async close(parting: readonly number[]): Promise<void> {
    const lastWords = parting.map((command) => {
      this.replyId = nextReplyId(this.replyId);
      return this.frame(command, this.replyId);
    });
    await endSocket(this.socket, lastWords);
  }

  onBytes(bytes: Buffer): void {
    if (this.limits.failure !== null) return;
    if (this.outstanding !== null) this.limits.restartIdleTimer();
    try {
      for (const payload of this.stream.push(bytes)) this.onPacket(this.decoder.decode(payload));
    } catch (error) {
      this.limits.fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  onFailure(error: ClockProtocolError): void {
    this.limits.fail(error);
  }

  private frame(command: number, replyId: number, data: Buffer = Buffer.alloc(0)): Buffer {
    return frameTcp(encodePayload({ command, session: this.session, replyId, data }));
  }

  private onPacket(packet: Packet): void {
    this.heard = true;
    if (packet.command === COMMAND.EVENT) {
      this.socket.write(this.frame(COMMAND.ACK_OK, 0));
      this.onEvent?.(packet);
      return;
    }
    const outstanding = this.outstanding;
    if (outstanding === null || packet.replyId !== outstanding.replyId) {
      this.answeredRequests.show(packet);
      return;
    }
    const reception = outstanding.request.receive(packet);
    if (reception === 'lost') {
      throw new ClockProtocolError('CLOCK.SIZE_MISMATCH', 'the answer ended before it was complete', {
        transient: true,
      });
    }
    if (reception === 'done') {
      this.outstanding = null;
      this.answeredRequests.remember(outstanding.replyId, outstanding.request);
      outstanding.complete();
    }
  }
}
