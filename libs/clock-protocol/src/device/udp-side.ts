import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { COMMAND } from '../wire/commands.js';
import { encodePayload, PacketDecoder, type Packet } from '../wire/packet.js';
import type { DeviceSession } from './device-session.js';
import type { DeviceSide, Sessions } from './device-side.js';
import { breathe, type LineStep } from './line.js';

const MAX_SESSIONS = 64;

interface UdpClient {
  readonly session: DeviceSession;
  work: Promise<void>;
}

/** The UDP port of an emulated clock: sessions are told apart by their id. */
export class UdpSide implements DeviceSide {
  private readonly clients = new Map<number, UdpClient>();
  private socket: Socket | null = null;
  private up = true;

  constructor(private readonly sessions: Sessions) {}

  listen(host: string, port: number): Promise<number> {
    const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
    return new Promise((resolve, reject) => {
      socket.once('error', (error) => {
        socket.close();
        reject(error);
      });
      socket.bind(port, host, () => {
        socket.removeAllListeners('error');
        // A client that went away shows as an error here; it is no concern of a clock.
        socket.on('error', () => undefined);
        socket.on('message', (datagram, sender) => this.onDatagram(datagram, sender));
        this.socket = socket;
        resolve(socket.address().port);
      });
    });
  }

  setNetwork(up: boolean): void {
    this.up = up;
  }

  close(): Promise<void> {
    const socket = this.socket;
    this.socket = null;
    this.clients.clear();
    return new Promise((resolve) => (socket === null ? resolve() : socket.close(() => resolve())));
  }

  private onDatagram(datagram: Buffer, sender: RemoteInfo): void {
    if (!this.up) return;
    let request: Packet;
    try {
      request = new PacketDecoder().decode(datagram);
    } catch {
      // What does not speak the protocol gets no answer.
      return;
    }
    const client =
      request.command === COMMAND.CONNECT ? this.admit(sender) : this.clients.get(request.session);
    if (client === undefined) {
      const refusal = {
        command: COMMAND.ACK_UNAUTH,
        session: 0,
        replyId: request.replyId,
        data: Buffer.alloc(0),
      };
      void this.post(encodePayload(refusal), sender);
      return;
    }
    this.queue(client, () =>
      this.take(client.session, this.sessions.answer(client.session, request), sender),
    );
  }

  private queue(client: UdpClient, work: () => Promise<void>): void {
    client.work = client.work
      .then(work)
      // An answer that cannot be given is silence to the client, as on a real clock.
      .catch(() => undefined);
  }

  private admit(sender: RemoteInfo): UdpClient {
    const oldest = this.clients.entries().next();
    if (this.clients.size >= MAX_SESSIONS && oldest.value !== undefined) {
      const [id, client] = oldest.value;
      client.session.ended = true;
      this.clients.delete(id);
    }
    const session = this.sessions.begin('udp', (steps) =>
      this.queue(client, () => this.take(session, steps, sender)),
    );
    const client: UdpClient = { session, work: Promise.resolve() };
    this.clients.set(session.id, client);
    return client;
  }

  private async take(
    session: DeviceSession,
    steps: readonly LineStep[],
    receiver: RemoteInfo,
  ): Promise<void> {
    for (const step of steps) {
      if (session.silent) break;
      switch (step.kind) {
        case 'write':
          await this.post(step.bytes, receiver);
          break;
        case 'pause':
          await breathe(step.ms);
          break;
        case 'hang-up':
        case 'go-silent':
          session.silent = true;
          break;
      }
    }
    if (session.ended) this.clients.delete(session.id);
  }

  private post(datagram: Buffer, receiver: RemoteInfo): Promise<void> {
    const socket = this.socket;
    if (socket === null || !this.up) return Promise.resolve();
    return new Promise((resolve) => {
      socket.send(datagram, receiver.port, receiver.address, () => resolve());
    });
  }
}
