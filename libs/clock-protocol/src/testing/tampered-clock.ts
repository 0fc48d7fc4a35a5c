import { createSocket } from 'node:dgram';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { EmulatedClock } from '../device/emulated-clock.js';
import { plausiblePunches } from '../device/plausible-punches.js';
import type { ClockDriver, ClockTarget, ReadReport } from '../driver.js';
import { NodeZklibDriver } from '../node-zklib/node-zklib-driver.js';
import { ZkDriver } from '../pull/zk-driver.js';
import { encodePayload, PacketDecoder, type Packet } from '../wire/packet.js';
import { PacketStream } from '../wire/packet-stream.js';

/** Every driver that speaks TCP, by name. */
export const TCP_DRIVERS: readonly (readonly [string, ClockDriver])[] = [
  ['zk-tcp', new ZkDriver({ transport: 'tcp' })],
  ['node-zklib', new NodeZklibDriver()],
];

/** Punches in the log of a clock that is not told otherwise: several chunks. */
export const COUNT = 4_000;
const IDLE_MS = 400;

const cleanups: (() => Promise<unknown>)[] = [];

/** Ends everything that was started here, the last first. */
export async function stopAll(): Promise<void> {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
}

/** A TCP server that does with each connection what the test says. */
export async function startServer(serve: (socket: Socket) => void): Promise<ClockTarget> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

/** A sound clock with `count` punches. @returns its port, the same on TCP and UDP */
export async function startClock(count = COUNT): Promise<number> {
  const clock = new EmulatedClock({
    ...plausiblePunches({ punches: count, users: 20, seed: 3 }),
    packetGapMs: 0,
  });
  const { port } = await clock.listen({ host: '127.0.0.1', port: 0 });
  cleanups.push(() => clock.close());
  return port;
}

/** A clock whose answers go through `tamper`, which sends to the client what it likes. */
export async function startTampered(
  tamper: (payload: Buffer, client: Socket) => void,
  count?: number,
): Promise<ClockTarget> {
  const port = await startClock(count);
  return startServer((client) => {
    const clock = connect(port, '127.0.0.1');
    const answers = new PacketStream();
    clock.on('error', () => client.destroy());
    clock.on('close', () => client.destroy());
    client.on('close', () => clock.destroy());
    client.on('data', (bytes: Buffer) => clock.write(bytes));
    clock.on('data', (bytes: Buffer) => {
      for (const payload of answers.push(bytes)) tamper(payload, client);
    });
  });
}

export const commandOf = (payload: Buffer): number => payload.readUInt16LE(0);

/** The packet with something changed and a right checksum. */
export function changed(payload: Buffer, change: (packet: Packet) => Partial<Packet>): Buffer {
  const packet = new PacketDecoder().decode(payload);
  return encodePayload({ ...packet, ...change(packet) });
}

/** A clock on UDP whose answers go through `tamper`, which sends to the client what it likes. */
export async function startRelay(
  tamper: (payload: Buffer, toClient: (payload: Buffer) => void) => void,
  count = 200,
): Promise<ClockTarget> {
  const clockPort = await startClock(count);
  const front = createSocket('udp4');
  const back = createSocket('udp4');
  let clientPort = 0;
  front.on('message', (request, sender) => {
    clientPort = sender.port;
    back.send(request, clockPort, '127.0.0.1');
  });
  back.on('message', (payload) => tamper(payload, (answer) => front.send(answer, clientPort, '127.0.0.1')));
  await new Promise<void>((resolve) => front.bind(0, '127.0.0.1', resolve));
  await new Promise<void>((resolve) => back.bind(0, '127.0.0.1', resolve));
  cleanups.push(async () => {
    await new Promise<void>((resolve) => front.close(() => resolve()));
    await new Promise<void>((resolve) => back.close(() => resolve()));
  });
  return { host: '127.0.0.1', port: front.address().port };
}

/** Reads with time-outs short enough for a test. */
export function read(driver: ClockDriver, target: ClockTarget): Promise<ReadReport> {
  return driver.read(target, () => undefined, { idleTimeoutMs: IDLE_MS, totalTimeoutMs: 5_000 });
}
