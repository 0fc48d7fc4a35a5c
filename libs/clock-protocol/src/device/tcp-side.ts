import { createServer, type Server, type Socket } from 'node:net';
import { encodePayload, frameTcp, PacketDecoder, type Packet } from '../wire/packet.js';
import { PacketStream } from '../wire/packet-stream.js';
import type { Burst, DeviceSession } from './clock-firmware.js';
import { breathe, type DeviceSide, type Sessions } from './device-side.js';

const PARTING_MS = 500;

/** Most requests a client may send ahead; npm's node-zklib asks for all chunks of a log at once. */
const MAX_WAITING = 10_000;

/** The TCP port of an emulated clock: one session a connection, requests answered one after the other. */
export class TcpSide implements DeviceSide {
  private readonly server: Server;
  private readonly sockets = new Set<Socket>();
  private up = true;

  constructor(
    private readonly sessions: Sessions,
    private readonly packetGapMs: number,
  ) {
    this.server = createServer({ noDelay: true }, (socket) => this.accept(socket));
  }

  listen(host: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen({ host, port }, () => {
        this.server.off('error', reject);
        const address = this.server.address();
        resolve(typeof address === 'object' && address !== null ? address.port : port);
      });
    });
  }

  setNetwork(up: boolean): void {
    this.up = up;
    if (!up) this.dropAll();
  }

  close(): Promise<void> {
    this.dropAll();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private dropAll(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  private accept(socket: Socket): void {
    if (!this.up) {
      socket.resetAndDestroy();
      return;
    }
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    new TcpClient(socket, this.sessions, this.packetGapMs);
  }
}

/** One connection: requests are answered one after the other, in order. */
class TcpClient {
  private readonly session: DeviceSession;
  private readonly stream = new PacketStream();
  private readonly decoder = new PacketDecoder();
  private readonly waiting: Packet[] = [];
  private busy = false;

  constructor(
    private readonly socket: Socket,
    private readonly sessions: Sessions,
    private readonly packetGapMs: number,
  ) {
    this.session = sessions.begin('tcp');
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes: Buffer) => this.onBytes(bytes));
  }

  private onBytes(bytes: Buffer): void {
    try {
      for (const payload of this.stream.push(bytes)) this.waiting.push(this.decoder.decode(payload));
    } catch {
      // What does not speak the protocol gets no answer.
      this.socket.destroy();
      return;
    }
    if (this.waiting.length > MAX_WAITING) this.socket.destroy();
    else if (!this.busy) this.serve().catch(() => this.socket.destroy());
  }

  private async serve(): Promise<void> {
    this.busy = true;
    for (let request = this.waiting.shift(); request !== undefined; request = this.waiting.shift()) {
      const bursts = this.sessions.answer(this.session, request);
      await this.send(bursts);
      // A client that asked for several chunks at once must see where one ends: see breathe.
      if (bursts.length > 1 && this.waiting.length > 0) await breathe(2 * this.packetGapMs);
    }
    this.busy = false;
    if (this.session.ended) setTimeout(() => this.socket.destroy(), PARTING_MS).unref();
  }

  private async send(bursts: readonly Burst[]): Promise<void> {
    for (const [at, burst] of bursts.entries()) {
      if (at > 0) await breathe(this.packetGapMs);
      if (this.socket.destroyed) return;
      const bytes = Buffer.concat(burst.map((packet) => frameTcp(encodePayload(packet))));
      await new Promise<void>((resolve) => this.socket.write(bytes, () => resolve()));
    }
  }
}
