import { EmulatedClock, EmulatedPushClock, type EmulatedPunch } from '@cunqin/clock-protocol';
import type { TimeSource } from '@cunqin/platform';
import { Temporal } from 'temporal-polyfill';
import { hardwareOf } from './town-hardware.js';
import { offsetAt } from './town/clock-events.js';
import type { DemoClock, DemoPunch, DemoTown } from './town/town.js';

const ZONE = 'Asia/Shanghai';

/** A clock that waits to be asked, with the port it listens at. */
interface PulledDevice {
  readonly kind: 'pulled';
  readonly emulator: EmulatedClock;
  readonly port: number;
}

/** A clock that sends its punches itself. */
interface PushingDevice {
  readonly kind: 'pushing';
  readonly emulator: EmulatedPushClock;
}

interface Device {
  readonly clock: DemoClock;
  readonly body: PulledDevice | PushingDevice;
  readonly log: readonly DemoPunch[];
  /** How many punches of the log are in the device already. */
  written: number;
}

/** The town's clocks as devices on loopback, living in the demo's time. */
export class EmulatedTown {
  private constructor(private readonly devices: ReadonlyMap<string, Device>) {}

  /** @param serverUrl where the clocks that push find the server, `http://127.0.0.1:3000` */
  static async switchOn(town: DemoTown, time: TimeSource, serverUrl: string): Promise<EmulatedTown> {
    const devices = new Map<string, Device>();
    for (const clock of town.clocks) {
      const log = town.punches.find(({ clockKey }) => clockKey === clock.key)?.log ?? [];
      devices.set(clock.key, { clock, body: await bodyOf(town, clock, time, serverUrl), log, written: 0 });
    }
    return new EmulatedTown(devices);
  }

  /** Where a clock that is pulled listens; `null` for one that pushes. */
  portOf(clockKey: string): number | null {
    const { body } = this.device(clockKey);
    return body.kind === 'pulled' ? body.port : null;
  }

  /** Everything that people did before `trueTime` is in the clocks; networks go down and come back. */
  liveUntil(trueTime: string): void {
    for (const device of this.devices.values()) {
      const due = device.log.filter((punch) => punch.trueTime < trueTime).length;
      device.body.emulator.addPunches(device.log.slice(device.written, due));
      device.written = due;
      if (device.body.kind === 'pulled') {
        const down = device.clock.networkDown.some(({ from, until }) => from <= trueTime && trueTime < until);
        device.body.emulator.setNetwork(down ? 'down' : 'up');
      }
    }
  }

  /**
   * A clock that pushes visits the server: says hello, delivers, does what it is told.
   *
   * @returns how many punches the server acknowledged in this visit
   */
  async visitServer(clockKey: string): Promise<number> {
    const { body, clock } = this.device(clockKey);
    if (body.kind !== 'pushing') throw new Error(`${clock.name} does not push`);
    const before = body.emulator.delivered;
    const outcome = await body.emulator.visit();
    if (outcome !== 'delivered') throw new Error(`${clock.name} could not deliver: ${outcome}`);
    return body.emulator.delivered - before;
  }

  async switchOff(): Promise<void> {
    for (const { body } of this.devices.values()) if (body.kind === 'pulled') await body.emulator.close();
  }

  private device(clockKey: string): Device {
    const device = this.devices.get(clockKey);
    if (!device) throw new Error(`no clock ${clockKey} in the town`);
    return device;
  }
}

async function bodyOf(
  town: DemoTown,
  clock: DemoClock,
  time: TimeSource,
  serverUrl: string,
): Promise<Device['body']> {
  const { serialNumber } = clock;
  const hardware = hardwareOf(clock.key);
  if (hardware.driver === 'push') {
    return { kind: 'pushing', emulator: new EmulatedPushClock({ serverUrl, serialNumber }) };
  }
  const emulator = new EmulatedClock({
    serialNumber,
    now: () => shownTime(clock, time),
    users: numbersAt(town, clock.key).map((number, index) => ({
      internalId: index + 1,
      number,
      name: number,
    })),
    profile: hardware.profile,
    // Our own driver takes packets as they come.
    packetGapMs: 0,
    ...(hardware.commKey === null ? {} : { commKey: hardware.commKey }),
  });
  const tcp = hardware.driver === 'zk-tcp';
  const { port } = await emulator.listen({ host: '127.0.0.1', port: 0, tcp, udp: !tcp });
  return { kind: 'pulled', emulator, port };
}

/** Everybody enrolled at a clock, and whoever punched there without being known to the office. */
function numbersAt(town: DemoTown, clockKey: string): string[] {
  const enrolled = town.enrolments.filter((row) => row.clockKey === clockKey || row.clockKey === 'all');
  const log: readonly EmulatedPunch[] = town.punches.find((row) => row.clockKey === clockKey)?.log ?? [];
  return [...new Set([...enrolled, ...log].map(({ number }) => number))];
}

/** What the clock's display says: the true time, plus its error. */
function shownTime(clock: DemoClock, time: TimeSource): string {
  const trueTime = time.localNow(ZONE).round({ smallestUnit: 'second', roundingMode: 'floor' });
  return trueTime.add({ seconds: offsetAt(clock, trueTime.toString()) }).toString({ smallestUnit: 'second' });
}

/** A local time of the town as an instant. */
export function townInstant(local: string): Temporal.Instant {
  return Temporal.PlainDateTime.from(local).toZonedDateTime(ZONE).toInstant();
}
