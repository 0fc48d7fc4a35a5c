import ZKLibTCP, { type ReceivedSet } from 'node-zklib/zklibtcp.js';
import type { ClockTarget } from '../driver.js';
import { asClockError, ClockProtocolError } from '../errors.js';
import { requestData, type ClockConnection, type ClockRequest } from '../pull/connection.js';
import type { Limits } from '../pull/limits.js';
import { preparedBytes } from '../pull/zk-data-sets.js';
import { COMMAND, MAX_TCP_CHUNK } from '../wire/commands.js';
import { encodePayload, frameTcp, PacketDecoder } from '../wire/packet.js';
import { PacketSocket } from './packet-socket.js';

const FRAME_BYTES = 8;

/** node-zklib holds the whole set in memory and asks for all chunks at once; more than this is refused. */
const MAX_SET_BYTES = 64 * 1024 * 1024;

const REFUSED_BY_US = frameTcp(
  encodePayload({ command: COMMAND.ACK_ERROR, session: 0, replyId: 0, data: Buffer.alloc(8) }),
);

/** A conversation that npm's node-zklib 1.3.0 leads over TCP: its packets, ids and chunk reader, on a socket that is safe. */
export class NodeZklibConnection implements ClockConnection {
  maxChunkBytes: number = MAX_TCP_CHUNK;
  readonly keepsOrder = true;
  private readonly library: ZKLibTCP;
  private setError: unknown = null;
  private inlineSet: Buffer | null = null;

  private constructor(
    target: ClockTarget,
    private readonly socket: PacketSocket,
    private readonly limits: Limits,
  ) {
    this.library = new ZKLibTCP(target.host, target.port, limits.idleTimeoutMs);
    this.library.socket = socket;
    this.library.requestData = (message) => this.requestSet(message);
  }

  static async open(target: ClockTarget, limits: Limits): Promise<NodeZklibConnection> {
    return new NodeZklibConnection(target, await PacketSocket.open(target, limits), limits);
  }

  get bytesRead(): number {
    return this.socket.bytesRead;
  }

  get offByOneChecksums(): number {
    return this.socket.offByOneChecksums;
  }

  /** The library keeps the session of the CONNECT answer by itself. */
  useSession(): void {}

  /** Events are acknowledged by the socket; the library offers no way to hear them beside its own commands. */
  listen(): void {}

  async request(request: ClockRequest): Promise<void> {
    if (this.limits.failure !== null) throw this.limits.failure;
    request.onSend?.();
    const payload = await this.bounded(this.library.executeCmd(request.command, requestData(request)));
    // The socket has verified it already, against the conversation's own checksum fault.
    request.receive(new PacketDecoder().decode(payload));
  }

  /**
   * One data set, size word included; empty when the clock has none.
   * @throws ClockProtocolError also where the library would return a part of it with an error value
   */
  async readSet(request: Buffer): Promise<Buffer> {
    if (this.limits.failure !== null) throw this.limits.failure;
    this.setError = null;
    this.inlineSet = null;
    const answer = this.library.readWithBuffer(request).catch((error: unknown): ReceivedSet => {
      if (this.inlineSet !== null) return { data: this.inlineSet };
      throw asClockError(this.setError ?? error, 'CLOCK.UNSUPPORTED', 'node-zklib could not request the set');
    });
    const { data, err } = await this.bounded(answer);
    if (err) throw asClockError(err, 'CLOCK.TIMEOUT', 'node-zklib gave up with a part of the set');
    await this.bounded(this.library.executeCmd(COMMAND.FREE_DATA, ''));
    return data;
  }

  async close(parting: readonly number[]): Promise<void> {
    const session = this.library.sessionId ?? 0;
    const messages = parting.map((command, at) => {
      const replyId = (this.library.replyId + 2 + at) & 0xffff;
      return frameTcp(encodePayload({ command, session, replyId, data: Buffer.alloc(0) }));
    });
    await this.socket.close(messages);
  }

  /**
   * Stands in for the library's own `requestData`, whose rejection and whose short answers end the process: it answers
   * always, and with an error packet, which makes `readWithBuffer` reject in an orderly way, whenever there is nothing to fetch.
   */
  private async requestSet(message: Buffer): Promise<Buffer> {
    const answer = await new Promise<Buffer>((resolve) => {
      this.socket.once('data', resolve);
      this.socket.write(message, null, () => undefined);
    });
    try {
      const packet = { command: answer.readUInt16LE(FRAME_BYTES), data: answer.subarray(2 * FRAME_BYTES) };
      if (packet.command === COMMAND.DATA) {
        this.inlineSet = packet.data;
        return REFUSED_BY_US;
      }
      const setBytes = preparedBytes(packet);
      if (setBytes > MAX_SET_BYTES) {
        throw new ClockProtocolError('CLOCK.SIZE_MISMATCH', `a log of ${setBytes} bytes is not believable`);
      }
      if (setBytes > 0) return answer;
      this.inlineSet = Buffer.alloc(0);
    } catch (error) {
      this.setError = error;
    }
    return REFUSED_BY_US;
  }

  private async bounded<T>(work: Promise<T>): Promise<T> {
    try {
      return await this.limits.race(work);
    } catch (error) {
      throw this.limits.failure ?? asClockError(error, 'CLOCK.TIMEOUT', 'node-zklib gave up');
    } finally {
      this.limits.stopIdleTimer();
    }
  }
}
