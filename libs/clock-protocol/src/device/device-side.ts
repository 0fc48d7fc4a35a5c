import type { Packet } from '../wire/packet.js';
import type { DeviceSession } from './device-session.js';
import type { LineStep, Medium } from './line.js';

/** One network port of an emulated clock. */
export interface DeviceSide {
  /** Listens and returns the port; 0 asks for a free one. */
  listen(host: string, port: number): Promise<number>;
  setNetwork(up: boolean): void;
  close(): Promise<void>;
}

/** Where the ports take sessions and answers from. */
export interface Sessions {
  begin(medium: Medium, deliver: DeviceSession['deliver']): DeviceSession;
  answer(session: DeviceSession, request: Packet): readonly LineStep[];
}
