import { Injectable } from '@nestjs/common';
import { handshakeAnswer } from '@cunqin/clock-protocol';
import { TimeSource } from '@cunqin/platform';
import { ClockNetworks } from '../clock-networks.js';
import { type PushClock, PushClocksRepository, type UnknownPushDevice } from './push-clocks.repository.js';

const SERIAL_NUMBER = /^[A-Za-z0-9._-]{1,40}$/;
const NANOSECONDS_PER_MINUTE = 60_000_000_000;

/** Knows the clocks that push to us, and remembers the strangers for an administrator. */
@Injectable()
export class PushClocksService {
  constructor(
    private readonly clocks: PushClocksRepository,
    private readonly networks: ClockNetworks,
    private readonly time: TimeSource,
  ) {}

  /** Whether anybody at this address may push at all. */
  admits(address: string): boolean {
    return this.networks.allows(address);
  }

  /** The registered clock behind a serial number, or `null`: then the stranger is noted, and only that. */
  async identify(serialNumber: string, address: string): Promise<PushClock | null> {
    if (!SERIAL_NUMBER.test(serialNumber)) return null;
    const now = this.time.now();
    const clock = await this.clocks.find(serialNumber, now);
    if (clock === null) await this.clocks.rememberStranger(serialNumber, address, now);
    else await this.clocks.heardOf(clock.clockId, address, now);
    return clock;
  }

  /** What a clock is told at boot and reconnect. */
  greet({ serialNumber, attlogStamp, operlogStamp, timeZone }: PushClock): string {
    const { offsetNanoseconds } = this.time.now().toZonedDateTimeISO(timeZone);
    const utcOffsetMinutes = Math.round(offsetNanoseconds / NANOSECONDS_PER_MINUTE);
    return handshakeAnswer({ serialNumber, attlogStamp, operlogStamp, utcOffsetMinutes });
  }

  async strangers(): Promise<UnknownPushDevice[]> {
    return this.clocks.strangers();
  }
}
