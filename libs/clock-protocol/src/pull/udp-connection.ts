import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { ClockTarget } from '../driver.js';
import { asClockError, type ClockProtocolError } from '../errors.js';
import { COMMAND, MAX_UDP_CHUNK } from '../wire/commands.js';
import { encodePayload, PacketDecoder, type Packet } from '../wire/packet.js';
import {
  AnsweredRequests,
  nextReplyId,
  requestData,
  socketFailure,
  type ClockConnection,
  type ClockRequest,
} from './connection.js';
import type { Limits } from './limits.js';

/** Share of the idle time-out that each try may wait; together they are the whole of it. */
const TRY_SHARES = [1 / 15, 2 / 15, 4 / 15, 8 / 15] as const;
const PARTING_MS = 300;

type TryOutcome = 'answered' | 'again';

interface Try {
  readonly replyId: number;
  readonly request: ClockRequest;
  readonly settle: (outcome: TryOutcome) => void;
  /** The time this try may wait begins anew. */
  readonly waitOn: () => void;
}

/**
 * A conversation over UDP. A request whose answer is lost, cut or corrupt is repeated under a new reply id, so that a late
 * answer to an earlier try is recognised and dropped.
 */
export class UdpConnection implements ClockConnection {
  maxChunkBytes: number = MAX_UDP_CHUNK;
  readonly keepsOrder = false;
  private readonly answeredRequests = new AnsweredRequests();
  private readonly decoder = new PacketDecoder();
  private session = 0;
  private replyId = 0;
  private answered = false;
  private received = 0;
  private current: Try | null = null;
  private corruption: ClockProtocolError | null = null;
  private onEvent: ((event: Packet) => void) | null = null;

  private constructor(
    private readonly socket: Socket,
    private readonly limits: Limits,
  ) {
    socket.on('message', (datagram) => this.onDatagram(datagram));
    socket.on('error', (error) => limits.fail(socketFailure(error, this.answered)));
  }

  /** @throws ClockProtocolError when the address cannot be used; UDP shows only at the first request whether a clock is there */
  static async open(target: ClockTarget, limits: Limits): Promise<UdpConnection> {
    if (limits.failure !== null) throw limits.failure;
    const socket = createSocket(isIPv6(target.host) ? 'udp6' : 'udp4');
    const connection = new UdpConnection(socket, limits);
    limits.restartIdleTimer();
    try {
      await limits.race(
        new Promise<void>((resolve, reject) => {
          // With a callback Node reports a failed look-up to it; its type does not say so.
          const connected = (error?: Error): void =>
            error ? reject(socketFailure(error, false)) : resolve();
          socket.connect(target.port, target.host, connected);
        }),
      );
    } catch (error) {
      socket.close();
      throw error;
    } finally {
      limits.stopIdleTimer();
    }
    return connection;
  }

  get bytesRead(): number {
    return this.received;
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
    this.corruption = null;
    for (const share of TRY_SHARES) {
      const outcome = await this.tryOnce(request, this.limits.idleTimeoutMs * share);
      if (outcome === 'answered') return;
    }
    const failure = this.corruption ?? this.limits.silence();
    this.limits.fail(failure);
    throw failure;
  }

  async close(parting: readonly number[]): Promise<void> {
    for (const command of parting) {
      this.replyId = nextReplyId(this.replyId);
      await this.sendAndForget(command);
    }
    this.socket.close();
  }

  private async tryOnce(request: ClockRequest, waitMs: number): Promise<TryOutcome> {
    if (this.limits.failure !== null) throw this.limits.failure;
    const data = requestData(request);
    this.replyId = nextReplyId(this.replyId);
    const { replyId } = this;
    let timer: NodeJS.Timeout | undefined;
    const outcome = new Promise<TryOutcome>((settle) => {
      const waitOn = (): void => {
        clearTimeout(timer);
        timer = setTimeout(() => settle('again'), waitMs);
      };
      this.current = { replyId, request, settle, waitOn };
      waitOn();
    });
    request.onSend?.();
    this.send(request.command, replyId, data);
    try {
      return await this.limits.race(outcome);
    } finally {
      clearTimeout(timer);
      this.current = null;
      this.answeredRequests.remember(replyId, request);
    }
  }

  private send(command: number, replyId: number, data: Buffer = Buffer.alloc(0)): void {
    this.socket.send(encodePayload({ command, session: this.session, replyId, data }), (error) => {
      if (error) this.limits.fail(socketFailure(error, this.answered));
    });
  }

  private sendAndForget(command: number): Promise<void> {
    return new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(done, PARTING_MS);
      const data = Buffer.alloc(0);
      this.socket.send(encodePayload({ command, session: this.session, replyId: this.replyId, data }), done);
    });
  }

  private onDatagram(datagram: Buffer): void {
    this.received += datagram.length;
    if (this.limits.failure !== null) return;
    let packet: Packet;
    try {
      packet = this.decoder.decode(datagram);
    } catch (error) {
      this.corruption = asClockError(error, 'CLOCK.BAD_FRAME', 'the answer could not be understood');
      this.current?.settle('again');
      return;
    }
    try {
      this.onPacket(packet);
    } catch (error) {
      this.limits.fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private onPacket(packet: Packet): void {
    this.answered = true;
    if (packet.command === COMMAND.EVENT) {
      this.send(COMMAND.ACK_OK, 0);
      this.onEvent?.(packet);
      return;
    }
    const current = this.current;
    if (current === null || packet.replyId !== current.replyId) {
      this.answeredRequests.show(packet);
      return;
    }
    const reception = current.request.receive(packet);
    if (reception === 'more') {
      current.waitOn();
      return;
    }
    this.current = null;
    current.settle(reception === 'done' ? 'answered' : 'again');
  }
}
