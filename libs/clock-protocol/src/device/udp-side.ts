import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { COMMAND } from '../wire/commands.js';
import { encodePayload, PacketDecoder, type Packet } from '../wire/packet.js';
import type { DeviceSession } from './clock-firmware.js';
import { breathe, type DeviceSide, type Sessions } from './device-side.js';

const MAX_SESSIONS = 64;

/** So many fit the receive buffer of any client. */
const DATAGRAMS_PER_PAUSE = 16;

interface UdpClient {
  readonly session: DeviceSession;
  work: Promise<void>;
}

/** The UDP port of an emulated clock: sessions are told apart by their id. */
export class UdpSide implements DeviceSide {
  private readonly clients = new Map<number, UdpClient>();
  private socket: Socket | null = null;
  private up = true;

  constructor(
    private readonly sessions: Sessions,
    private readonly packetGapMs: number,
  ) {}

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
    const client = request.command === COMMAND.CONNECT ? this.admit() : this.clients.get(request.session);
    if (client === undefined) {
      const refusal = {
        command: COMMAND.ACK_UNAUTH,
        session: 0,
        replyId: request.replyId,
        data: Buffer.alloc(0),
      };
      void this.post(refusal, sender);
      return;
    }
    client.work = client.work
      .then(() => this.serve(client.session, request, sender))
      // An answer that cannot be given is silence to the client, as on a real clock.
      .catch(() => undefined);
  }

  private admit(): UdpClient {
    const oldest = this.clients.keys().next();
    if (this.clients.size >= MAX_SESSIONS && !oldest.done) this.clients.delete(oldest.value);
    const client = { session: this.sessions.begin('udp'), work: Promise.resolve() };
    this.clients.set(client.session.id, client);
    return client;
  }

  private async serve(session: DeviceSession, request: Packet, sender: RemoteInfo): Promise<void> {
    for (const [at, burst] of this.sessions.answer(session, request).entries()) {
      if (at > 0) await breathe(at % DATAGRAMS_PER_PAUSE === 0 ? this.packetGapMs : 0);
      for (const packet of burst) await this.post(packet, sender);
    }
    if (session.ended) this.clients.delete(session.id);
  }

  private post(packet: Packet, receiver: RemoteInfo): Promise<void> {
    const socket = this.socket;
    if (socket === null || !this.up) return Promise.resolve();
    return new Promise((resolve) => {
      socket.send(encodePayload(packet), receiver.port, receiver.address, () => resolve());
    });
  }
}
