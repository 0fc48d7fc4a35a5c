import type { Packet } from '../wire/packet.js';
import type { LineStep, Medium } from './line.js';

/** Packets that leave together; between two bursts a real clock takes a breath. */
export type Burst = readonly Packet[];

/** Which data set is held ready for chunk requests. */
export type PreparedSet = 'punches' | 'users' | 'none';

/** One client's session with the emulated clock. */
export interface DeviceSession {
  readonly id: number;
  /** Counts the sessions of this clock from 1. */
  readonly ordinal: number;
  readonly medium: Medium;
  /** Sends what was not asked for: live events. */
  readonly deliver: (steps: readonly LineStep[]) => void;
  authorised: boolean;
  ended: boolean;
  /** Nothing leaves for this client any more, although the line is up. */
  silent: boolean;
  prepared: Buffer | null;
  preparedSet: PreparedSet;
  /** Live events the client registered for; 0 is none. */
  eventMask: number;
  /** Live events sent that the client has not acknowledged. */
  unanswered: number;
}
