import { createServer, type Server, type Socket } from 'node:net';
import { PacketDecoder, type Packet } from '../wire/packet.js';
import { PacketStream } from '../wire/packet-stream.js';
import type { DeviceSession } from './device-session.js';
import type { DeviceSide, Sessions } from './device-side.js';
import { breathe, type LineStep } from './line.js';

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

/** One connection: requests are answered one after the other, in order; live events go out between two answers. */
class TcpClient {
  private readonly session: DeviceSession;
  private readonly stream = new PacketStream();
  private readonly decoder = new PacketDecoder();
  private readonly waiting: (Packet | readonly LineStep[])[] = [];
  private busy = false;

  constructor(
    private readonly socket: Socket,
    private readonly sessions: Sessions,
    private readonly packetGapMs: number,
  ) {
    this.session = sessions.begin('tcp', (steps) => this.queue([steps]));
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      this.session.ended = true;
    });
    socket.on('data', (bytes: Buffer) => this.onBytes(bytes));
  }

  private onBytes(bytes: Buffer): void {
    try {
      this.queue(this.stream.push(bytes).map((payload) => this.decoder.decode(payload)));
    } catch {
      // What does not speak the protocol gets no answer.
      this.socket.destroy();
    }
  }

  private queue(work: readonly (Packet | readonly LineStep[])[]): void {
    this.waiting.push(...work);
    if (this.waiting.length > MAX_WAITING) this.socket.destroy();
    else if (!this.busy) this.serve().catch(() => this.socket.destroy());
  }

  private async serve(): Promise<void> {
    this.busy = true;
    for (let work = this.waiting.shift(); work !== undefined; work = this.waiting.shift()) {
      const steps = 'command' in work ? this.sessions.answer(this.session, work) : work;
      await this.take(steps);
      // The pace holds between two answers, too; a client that asked for several chunks at once must see where one ends.
      if (steps.length > 1) await breathe((this.waiting.length > 0 ? 2 : 1) * this.packetGapMs);
    }
    this.busy = false;
    if (this.session.ended) setTimeout(() => this.socket.destroy(), PARTING_MS).unref();
  }

  private async take(steps: readonly LineStep[]): Promise<void> {
    for (const step of steps) {
      if (this.socket.destroyed || this.session.silent) return;
      switch (step.kind) {
        case 'write':
          await new Promise<void>((resolve) => this.socket.write(step.bytes, () => resolve()));
          break;
        case 'pause':
          await breathe(step.ms);
          break;
        case 'hang-up':
          this.socket.destroy();
          break;
        case 'go-silent':
          this.session.silent = true;
          break;
      }
    }
  }
}
