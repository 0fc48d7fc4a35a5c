import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import type { Packet } from '../wire/packet.js';
import type { Burst, DeviceSession, Medium } from './clock-firmware.js';

/** One network port of an emulated clock. */
export interface DeviceSide {
  /** Listens and returns the port; 0 asks for a free one. */
  listen(host: string, port: number): Promise<number>;
  setNetwork(up: boolean): void;
  close(): Promise<void>;
}

/** Where the ports take sessions and answers from. */
export interface Sessions {
  begin(medium: Medium): DeviceSession;
  answer(session: DeviceSession, request: Packet): Burst[];
}

/**
 * The pause between two bursts. It ends after a turn of the event loop, so that a client in the same process has been given
 * the burst before, even when the process was busy for longer than the pause.
 */
export async function breathe(gapMs: number): Promise<void> {
  if (gapMs > 0) await wait(gapMs);
  await nextTurn();
}
