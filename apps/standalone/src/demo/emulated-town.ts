import { EmulatedClock } from '@cunqin/clock-protocol';
import type { TimeSource } from '@cunqin/platform';
import { Temporal } from 'temporal-polyfill';
import { offsetAt } from './town/clock-events.js';
import type { DemoClock, DemoPunch, DemoTown } from './town/town.js';

const ZONE = 'Asia/Shanghai';

/** The town's clocks as devices on loopback, living in the demo's time. */
export class EmulatedTown {
  private constructor(private readonly devices: readonly Device[]) {}

  static async switchOn(town: DemoTown, time: TimeSource): Promise<EmulatedTown> {
    const devices: Device[] = [];
    for (const clock of town.clocks) {
      const log = town.punches.find(({ clockKey }) => clockKey === clock.key)?.log ?? [];
      const emulator = new EmulatedClock({
        serialNumber: clock.serialNumber,
        now: () => shownTime(clock, time),
        users: town.enrolments
          .filter(({ clockKey }) => clockKey === clock.key || clockKey === 'all')
          .map(({ number, cadreCode }, index) => ({ internalId: index + 1, number, name: cadreCode })),
        // Our own driver takes packets as they come.
        packetGapMs: 0,
      });
      const { port } = await emulator.listen({ host: '127.0.0.1', port: 0, tcp: true, udp: false });
      devices.push({ clock, emulator, port, log, written: 0 });
    }
    return new EmulatedTown(devices);
  }

  portOf(clockKey: string): number {
    const device = this.devices.find(({ clock }) => clock.key === clockKey);
    if (!device) throw new Error(`no clock ${clockKey} in the town`);
    return device.port;
  }

  /** Everything that people did before `trueTime` is in the clocks; networks go down and come back. */
  liveUntil(trueTime: string): void {
    for (const device of this.devices) {
      const due = device.log.filter((punch) => punch.trueTime < trueTime).length;
      device.emulator.addPunches(device.log.slice(device.written, due));
      device.written = due;
      const down = device.clock.networkDown.some(({ from, until }) => from <= trueTime && trueTime < until);
      device.emulator.setNetwork(down ? 'down' : 'up');
    }
  }

  async switchOff(): Promise<void> {
    await Promise.all(this.devices.map(({ emulator }) => emulator.close()));
  }
}

interface Device {
  readonly clock: DemoClock;
  readonly emulator: EmulatedClock;
  readonly port: number;
  readonly log: readonly DemoPunch[];
  /** How many punches of the log are in the device already. */
  written: number;
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
