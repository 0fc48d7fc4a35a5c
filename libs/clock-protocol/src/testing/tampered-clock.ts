import { createSocket } from 'node:dgram';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { EmulatedClock, type EmulatedClockOptions } from '../device/emulated-clock.js';
import { plausiblePunches, type PlausiblePunches } from '../device/plausible-punches.js';
import type { EmulatedPunch } from '../device/emulated-records.js';
import type { ClockDriver, ClockPunch, ClockTarget, ReadOptions, ReadReport } from '../driver.js';
import { NodeZklibDriver } from '../node-zklib/node-zklib-driver.js';
import { ZkDriver } from '../pull/zk-driver.js';
import { encodePayload, frameTcp, PacketDecoder, type Packet } from '../wire/packet.js';
import { PacketStream } from '../wire/packet-stream.js';

/** Every driver that speaks TCP, by name. */
export const TCP_DRIVERS: readonly (readonly [string, ClockDriver])[] = [
  ['zk-tcp', new ZkDriver({ transport: 'tcp' })],
  ['node-zklib', new NodeZklibDriver()],
];

/** Punches in the log of a clock that is not told otherwise: several chunks. */
export const COUNT = 4_000;
const IDLE_MS = 400;

let usualLog: PlausiblePunches | null = null;

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

/** An emulated clock; with several chunks of punches when not told otherwise. */
export async function startEmulated(
  options: EmulatedClockOptions = {},
): Promise<{ readonly clock: EmulatedClock; readonly target: ClockTarget }> {
  usualLog ??= plausiblePunches({ punches: COUNT, users: 20, seed: 3 });
  const clock = new EmulatedClock({ ...usualLog, packetGapMs: 0, ...options });
  const { port } = await clock.listen({ host: '127.0.0.1', port: 0 });
  cleanups.push(() => clock.close());
  return { clock, target: { host: '127.0.0.1', port } };
}

/** A sound clock with `count` punches. @returns its port, the same on TCP and UDP */
export async function startClock(count = COUNT): Promise<number> {
  const { target } = await startEmulated(plausiblePunches({ punches: count, users: 20, seed: 3 }));
  return target.port;
}

/** A clock whose answers go through `tamper`, which sends to the client what it likes. */
export function startTampered(
  tamper: (payload: Buffer, client: Socket) => void,
  count?: number,
): Promise<ClockTarget> {
  return startMiddleman(
    { onAnswer: tamper },
    plausiblePunches({ punches: count ?? COUNT, users: 20, seed: 3 }),
  );
}

/** Who stands between client and clock; what it does not mind passes unchanged. */
export interface Middleman {
  /** Told of every connection before anything passes. */
  onConnection?(client: Socket): void;
  /** Whether the request goes on to the clock. */
  onRequest?(request: Packet, client: Socket): boolean;
  /** Sends to the client what it likes. */
  onAnswer?(payload: Buffer, client: Socket): void;
}

/** A clock on TCP, a new one or one that runs already, with somebody between it and the client. */
export async function startMiddleman(
  middleman: Middleman,
  clock: EmulatedClockOptions | ClockTarget = {},
): Promise<ClockTarget> {
  const target = 'port' in clock ? clock : (await startEmulated(clock)).target;
  return startServer((client) => {
    middleman.onConnection?.(client);
    const device = connect(target.port, target.host);
    const requests = new PacketStream();
    const answers = new PacketStream();
    device.on('error', () => client.destroy());
    device.on('close', () => client.destroy());
    client.on('close', () => device.destroy());
    client.on('data', (bytes: Buffer) => {
      for (const payload of requests.push(bytes)) {
        const passes = middleman.onRequest?.(new PacketDecoder().decode(payload), client) ?? true;
        if (passes) device.write(frameTcp(payload));
      }
    });
    device.on('data', (bytes: Buffer) => {
      for (const payload of answers.push(bytes)) {
        if (middleman.onAnswer === undefined) client.write(frameTcp(payload));
        else middleman.onAnswer(payload, client);
      }
    });
  });
}

/** One packet of an answer, ready for the wire. */
export function answerTo(request: Packet, command: number, data: Buffer = Buffer.alloc(0)): Buffer {
  return frameTcp(encodePayload({ command, session: request.session, replyId: request.replyId, data }));
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

/** Time-outs for clocks that are known to fall silent. */
export const IMPATIENT = { idleTimeoutMs: 150, totalTimeoutMs: 5_000 };

/** Time-outs short enough for a test. */
export const SHORT_LIMITS = { idleTimeoutMs: IDLE_MS, totalTimeoutMs: 5_000 };

/** Reads with time-outs short enough for a test. */
export function read(driver: ClockDriver, target: ClockTarget): Promise<ReadReport> {
  return driver.read(target, () => undefined, SHORT_LIMITS);
}

/** Reads and keeps what was handed over, as the emulated clock holds it. */
export async function readPunches(
  driver: ClockDriver,
  target: ClockTarget,
  options: ReadOptions = {},
): Promise<{ readonly report: ReadReport; readonly punches: EmulatedPunch[]; readonly indexes: number[] }> {
  const punches: EmulatedPunch[] = [];
  const indexes: number[] = [];
  const take = (batch: readonly ClockPunch[]): void => {
    for (const { index, raw: _raw, ...punch } of batch) {
      punches.push(punch);
      indexes.push(index);
    }
  };
  const report = await driver.read(target, take, { ...SHORT_LIMITS, ...options });
  return { report, punches, indexes };
}
