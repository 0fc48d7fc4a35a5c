import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import type { ZkLibSocket } from 'node-zklib/zklibtcp.js';
import type { ClockTarget } from '../driver.js';
import { asClockError, type ClockProtocolError } from '../errors.js';
import type { Limits } from '../pull/limits.js';
import { endSocket, listenTo, openSocket, type SocketListener } from '../pull/tcp-socket.js';
import { COMMAND } from '../wire/commands.js';
import { encodePayload, frameTcp, PacketDecoder } from '../wire/packet.js';
import { PacketStream } from '../wire/packet-stream.js';

const FRAME_BYTES = 8;

/**
 * The socket given to node-zklib. The library takes one `data` event for one packet, checks no checksum or reply id, and
 * throws inside its listeners on anything shorter than it expects, which would end the process. Here every `data` event is
 * one verified packet that answers something asked, writes never fail late, and the end wakes every waiting listener so
 * that no timer of the library outlives the conversation.
 */
export class PacketSocket extends EventEmitter implements ZkLibSocket, SocketListener {
  private readonly stream = new PacketStream();
  private readonly decoder = new PacketDecoder();
  private readonly asked = new Set<number>();
  private heard = false;
  private session = 0;
  private ended = false;

  private constructor(
    private readonly socket: Socket,
    private readonly limits: Limits,
  ) {
    super();
    listenTo(socket, this);
  }

  /** @throws ClockProtocolError when the clock cannot be reached within the limits */
  static open(target: ClockTarget, limits: Limits): Promise<PacketSocket> {
    return openSocket(target, limits, (socket) => new PacketSocket(socket, limits));
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

  /** The callback runs before any answer can come: the library starts its timer there and stops it at the answer. */
  write(message: Buffer, _encoding: null, callback: (error: Error | null) => void): boolean {
    const command = message.readUInt16LE(FRAME_BYTES);
    this.session = message.readUInt16LE(FRAME_BYTES + 4);
    if (command !== COMMAND.READ_CHUNK) this.asked.clear();
    this.asked.add(message.readUInt16LE(FRAME_BYTES + 6));
    if (this.ended) {
      callback(new Error('the conversation has ended'));
      return false;
    }
    this.limits.restartIdleTimer();
    const sent = this.socket.write(message);
    callback(null);
    return sent;
  }

  /** Sends the last words, wakes whoever still waits, and frees the connection. */
  async close(parting: readonly Buffer[]): Promise<void> {
    this.release();
    await endSocket(this.socket, parting);
  }

  onBytes(bytes: Buffer): void {
    if (this.ended) return;
    this.limits.restartIdleTimer();
    try {
      for (const payload of this.stream.push(bytes)) this.onPayload(payload);
    } catch (error) {
      this.onFailure(asClockError(error, 'CLOCK.BAD_FRAME', 'the answer could not be understood'));
    }
  }

  onFailure(error: ClockProtocolError): void {
    this.limits.fail(error);
    this.release();
  }

  private onPayload(payload: Buffer): void {
    const packet = this.decoder.decode(payload);
    this.heard = true;
    if (packet.command === COMMAND.EVENT) {
      const data = Buffer.alloc(0);
      const acknowledgement = { command: COMMAND.ACK_OK, session: this.session, replyId: 0, data };
      this.socket.write(frameTcp(encodePayload(acknowledgement)));
      return;
    }
    if (this.asked.has(packet.replyId)) this.emit('data', frameTcp(payload));
  }

  private release(): void {
    if (this.ended) return;
    this.ended = true;
    this.limits.stopIdleTimer();
    // An answer with data settles the library's pending commands, `close` its chunk reader; both stop their timers.
    const last = { command: COMMAND.ACK_ERROR, session: 0, replyId: 0, data: Buffer.alloc(8) };
    this.emit('data', frameTcp(encodePayload(last)));
    this.emit('close');
    this.removeAllListeners();
  }
}
