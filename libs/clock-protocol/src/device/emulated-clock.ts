import { randomInt } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { ClockFirmware, type Burst, type DeviceSession, type Medium } from './clock-firmware.js';
import { ClockMemory, type ClockMemoryOptions } from './clock-memory.js';
import type { EmulatedPunch } from './emulated-records.js';
import type { DeviceSide, Sessions } from './device-side.js';
import { TcpSide } from './tcp-side.js';
import { UdpSide } from './udp-side.js';

export interface EmulatedClockOptions extends ClockMemoryOptions {
  readonly serialNumber?: string;
  readonly firmware?: string;
  readonly platform?: string;
  readonly deviceName?: string;
  /** Comm key set in the clock; 0 or absent for none. */
  readonly commKey?: number;
  /** The clock's local time, `2026-10-20T08:41:00`. Default: Asia/Shanghai by the system clock. */
  readonly now?: () => string;
  /**
   * Milliseconds between two packets of a transfer, default 10. npm's clients take what arrives at once for one packet and
   * lose records; on UDP the pause keeps the client's receive buffer from overflowing.
   */
  readonly packetGapMs?: number;
  /** Told of every request, in the order in which they are answered. */
  readonly onCommand?: (command: number) => void;
}

export interface ListenOptions {
  readonly host: string;
  /** 0 asks for a free one, the same on TCP and UDP. */
  readonly port: number;
  readonly tcp?: boolean;
  readonly udp?: boolean;
}

const DEFAULT_PACKET_GAP_MS = 10;
const DEFAULT_TIME_ZONE = 'Asia/Shanghai';
const PORT_TRIES = 10;

/**
 * A clock of the ZKTeco kind in software: for tests, demonstrations and the command `emulate`. It serves reading as real
 * devices do and refuses to write users and templates.
 */
export class EmulatedClock implements Sessions {
  readonly serialNumber: string;
  private readonly memory: ClockMemory;
  private readonly brain: ClockFirmware;
  private readonly commKey: number;
  private readonly packetGapMs: number;
  private readonly onCommand: ((command: number) => void) | undefined;
  private lastSessionId = randomInt(1, 0xffff);
  private sides: DeviceSide[] = [];

  /** @throws RangeError when a user or a punch cannot be held by this family of clocks */
  constructor(options: EmulatedClockOptions = {}) {
    this.serialNumber = options.serialNumber ?? 'CQ00000001';
    this.commKey = options.commKey ?? 0;
    this.packetGapMs = options.packetGapMs ?? DEFAULT_PACKET_GAP_MS;
    this.onCommand = options.onCommand;
    this.memory = new ClockMemory(options);
    this.brain = new ClockFirmware({
      memory: this.memory,
      firmware: options.firmware ?? 'Ver 6.60 Apr 28 2017',
      options: new Map([
        ['~SerialNumber', this.serialNumber],
        ['~DeviceName', options.deviceName ?? 'Emulated Clock'],
        ['~Platform', options.platform ?? 'ZLM60_TFT'],
        ['~OS', '1'],
        ['~PIN2Width', '24'],
        ['~ZKFPVersion', '10'],
        ['~OEMVendor', 'cunqin'],
        ['MAC', '02:00:00:00:00:01'],
        ['WorkCode', '0'],
      ]),
      commKey: this.commKey,
      now:
        options.now ??
        (() => Temporal.Now.plainDateTimeISO(DEFAULT_TIME_ZONE).toString({ smallestUnit: 'second' })),
    });
  }

  get punchCount(): number {
    return this.memory.punchCount;
  }

  /** Whether people can punch: false between DISABLE and ENABLE. */
  get enabled(): boolean {
    return this.brain.enabled;
  }

  /** Begins to serve. @returns the port, the same on TCP and UDP */
  async listen({ host, port, tcp = true, udp = true }: ListenOptions): Promise<{ readonly port: number }> {
    for (let tries = 1; ; tries += 1) {
      try {
        return { port: await this.listenOnce(host, port, tcp, udp) };
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

  /** People punch. A read under way does not see it: the set it reads is already prepared. */
  addPunches(punches: readonly EmulatedPunch[]): void {
    this.memory.addPunches(punches);
  }

  /** Somebody clears the log at the clock's own menu. */
  clearPunches(): void {
    this.memory.clearPunches();
  }

  /** `down`: connections break, new ones are reset, UDP is silent. The memory goes on. */
  setNetwork(state: 'up' | 'down'): void {
    for (const side of this.sides) side.setNetwork(state === 'up');
  }

  begin(medium: Medium): DeviceSession {
    this.lastSessionId = (this.lastSessionId % 0xffff) + 1;
    return { id: this.lastSessionId, medium, authorised: this.commKey === 0, ended: false, prepared: null };
  }

  answer(session: DeviceSession, request: Parameters<ClockFirmware['answer']>[1]): Burst[] {
    this.onCommand?.(request.command);
    return this.brain.answer(session, request);
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
