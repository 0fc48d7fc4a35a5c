import { randomInt } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { encodePayload, frameTcp, type Packet } from '../wire/packet.js';
import { ClockFirmware } from './clock-firmware.js';
import { ClockMemory } from './clock-memory.js';
import type { DeviceSide, Sessions } from './device-side.js';
import type { Burst, DeviceSession } from './device-session.js';
import type { EmulatedClockOptions } from './emulated-clock-options.js';
import type { EmulatedPunch } from './emulated-records.js';
import { lineSteps, type LineStep, type Medium } from './line.js';
import { livePunchPacket } from './live-events.js';
import { parseProfiles } from './profiles/catalogue.js';
import type { ClockProfile, Exchange } from './profiles/clock-profile.js';
import { TcpSide } from './tcp-side.js';
import { UdpSide } from './udp-side.js';

export type { EmulatedClockOptions } from './emulated-clock-options.js';

export interface ListenOptions {
  readonly host: string;
  /** 0 asks for a free one, the same on TCP and UDP. */
  readonly port: number;
  readonly tcp?: boolean;
  readonly udp?: boolean;
}

const DEFAULT_PACKET_GAP_MS = 10;
const DEFAULT_INLINE_BYTES = 1_024;
const DEFAULT_SEED = 1;
const DEFAULT_TIME_ZONE = 'Asia/Shanghai';
const PORT_TRIES = 10;

/**
 * A clock of the ZKTeco kind in software: for tests, demonstrations and the command `emulate`. It serves reading as real
 * devices do and refuses to write users and templates. Its `profile` says in which mood it is.
 */
export class EmulatedClock implements Sessions {
  private readonly options: Map<string, string>;
  private readonly givenSerialNumber: string | undefined;
  private readonly memory: ClockMemory;
  private readonly brain: ClockFirmware;
  private readonly commKey: number;
  private readonly packetGapMs: number;
  private readonly onCommand: ((command: number) => void) | undefined;
  private readonly profiles: readonly ClockProfile[];
  private readonly sessions = new Set<DeviceSession>();
  private lastSessionId = randomInt(1, 0xffff);
  private begun = 0;
  private sides: DeviceSide[] = [];

  /** @throws RangeError when a user or a punch cannot be held by this family of clocks, or there is no such profile */
  constructor(wanted: EmulatedClockOptions = {}) {
    this.profiles = parseProfiles(wanted.profile ?? '', wanted.seed ?? DEFAULT_SEED);
    const options = this.profiles.reduce((made, { equip }) => equip?.(made) ?? made, wanted);
    this.givenSerialNumber = options.serialNumber;
    this.options = new Map([
      ['~SerialNumber', options.serialNumber ?? serialNumberAt(0)],
      ['~DeviceName', options.deviceName ?? 'Emulated Clock'],
      ['~Platform', options.platform ?? 'ZLM60_TFT'],
      ['~OS', '1'],
      ['~PIN2Width', '24'],
      ['~ZKFPVersion', '10'],
      ['~OEMVendor', 'cunqin'],
      ['MAC', '02:00:00:00:00:01'],
      ['WorkCode', '0'],
    ]);
    this.commKey = options.commKey ?? 0;
    this.packetGapMs = options.packetGapMs ?? DEFAULT_PACKET_GAP_MS;
    this.onCommand = options.onCommand;
    this.memory = new ClockMemory(options);
    this.brain = new ClockFirmware({
      memory: this.memory,
      firmware: options.firmware ?? 'Ver 6.60 Apr 28 2017',
      options: this.options,
      commKey: this.commKey,
      maxInlineBytes: options.maxInlineBytes ?? DEFAULT_INLINE_BYTES,
      now:
        options.now ??
        (() => Temporal.Now.plainDateTimeISO(DEFAULT_TIME_ZONE).toString({ smallestUnit: 'second' })),
    });
  }

  /** As given, or made of the port it serves at: two clocks on one machine are never taken for one. */
  get serialNumber(): string {
    return this.options.get('~SerialNumber') ?? '';
  }

  get punchCount(): number {
    return this.memory.punches.length;
  }

  /** The log as it is now, in order: what a complete read must give. */
  get punches(): readonly EmulatedPunch[] {
    return this.memory.punches;
  }

  /** Whether people can punch: false between DISABLE and ENABLE. */
  get enabled(): boolean {
    return this.brain.enabled;
  }

  /** Begins to serve. @returns the port, the same on TCP and UDP */
  async listen({ host, port, tcp = true, udp = true }: ListenOptions): Promise<{ readonly port: number }> {
    for (let tries = 1; ; tries += 1) {
      try {
        const bound = await this.listenOnce(host, port, tcp, udp);
        this.options.set('~SerialNumber', this.givenSerialNumber ?? serialNumberAt(bound));
        return { port: bound };
      } catch (error) {
        await this.close();
        // A free TCP port may be taken on UDP; when any port will do, try another.
        if (port !== 0 || tries >= PORT_TRIES) throw error;
      }
    }
  }

  /** Ends all connections and frees the ports. */
  async close(): Promise<void> {
    const sides = this.sides;
    this.sides = [];
    await Promise.all(sides.map((side) => side.close()));
  }

  /**
   * People punch, and registered clients are told at once. A read under way does not see it: the set it reads is already
   * prepared.
   */
  addPunches(punches: readonly EmulatedPunch[]): void {
    this.memory.addPunches(punches);
    for (const session of this.sessions) {
      for (const punch of punches) {
        const event = livePunchPacket(session, this.memory.livePunch(punch));
        if (event !== null)
          session.deliver(this.send({ session, request: null, memory: this.memory }, [[event]]));
      }
    }
  }

  /** Somebody clears the log at the clock's own menu. */
  clearPunches(): void {
    this.memory.clearPunches();
  }

  /** `down`: connections break, new ones are reset, UDP is silent. The memory goes on. */
  setNetwork(state: 'up' | 'down'): void {
    for (const side of this.sides) side.setNetwork(state === 'up');
  }

  begin(medium: Medium, deliver: DeviceSession['deliver']): DeviceSession {
    for (const session of this.sessions) if (session.ended) this.sessions.delete(session);
    this.lastSessionId = (this.lastSessionId % 0xffff) + 1;
    this.begun += 1;
    const session: DeviceSession = {
      id: this.lastSessionId,
      ordinal: this.begun,
      medium,
      deliver,
      authorised: this.commKey === 0,
      ended: false,
      silent: false,
      prepared: null,
      preparedSet: 'none',
      eventMask: 0,
      unanswered: 0,
    };
    this.sessions.add(session);
    return session;
  }

  answer(session: DeviceSession, request: Packet): readonly LineStep[] {
    this.onCommand?.(request.command);
    const exchange: Exchange = { session, request, memory: this.memory };
    const firmware = (): Burst[] => this.brain.answer(session, request);
    const answer = this.profiles.reduce<() => Burst[]>(
      (next, profile) => () => profile.answer?.(exchange, next) ?? next(),
      firmware,
    );
    return this.send(exchange, answer());
  }

  /** Packets on their way through the profiles that touch bytes and line. */
  private send(exchange: Exchange, bursts: readonly Burst[]): readonly LineStep[] {
    const { medium } = exchange.session;
    const encoded = bursts.map((burst) =>
      burst.map((packet) => {
        const payload = this.profiles.reduce(
          (bytes, { encode }) => encode?.(bytes, exchange) ?? bytes,
          encodePayload(packet),
        );
        return medium === 'tcp' ? frameTcp(payload) : payload;
      }),
    );
    return this.profiles.reduce<readonly LineStep[]>(
      (steps, { carry }) => carry?.(steps, exchange) ?? steps,
      lineSteps(encoded, medium, this.packetGapMs),
    );
  }

  private async listenOnce(host: string, port: number, tcp: boolean, udp: boolean): Promise<number> {
    let bound = port;
    for (const Side of [...(tcp ? [TcpSide] : []), ...(udp ? [UdpSide] : [])]) {
      const side = new Side(this, this.packetGapMs);
      bound = await side.listen(host, bound);
      this.sides.push(side);
    }
    return bound;
  }
}

function serialNumberAt(port: number): string {
  return `CQ${String(port).padStart(8, '0')}`;
}
