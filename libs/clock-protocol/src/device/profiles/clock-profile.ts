import type { Packet } from '../../wire/packet.js';
import type { ClockMemory } from '../clock-memory.js';
import type { Burst, DeviceSession } from '../device-session.js';
import type { EmulatedClockOptions } from '../emulated-clock-options.js';
import type { LineStep } from '../line.js';

/** What is being answered. */
export interface Exchange {
  readonly session: DeviceSession;
  /** `null` for a live event, which nobody asked for. */
  readonly request: Packet | null;
  readonly memory: ClockMemory;
}

/**
 * One mood of an emulated clock or of its line. All hooks are optional; several profiles are applied in the order in which
 * they were named, each to what those before it made.
 */
export interface ClockProfile {
  /** What the clock is made of: its family, its log, its comm key. */
  readonly equip?: (options: EmulatedClockOptions) => EmulatedClockOptions;
  /** The packets of an answer; `firmware` gives those a sound clock would send. None: no answer at all. */
  readonly answer?: (exchange: Exchange, firmware: () => Burst[]) => Burst[];
  /** The bytes of one packet, checksum included. */
  readonly encode?: (payload: Buffer, exchange: Exchange) => Buffer;
  /** How the bytes travel. */
  readonly carry?: (steps: readonly LineStep[], exchange: Exchange) => LineStep[];
}

/** What a profile is made from: `split:3` has the argument `3`. */
export interface ProfileSetting {
  readonly argument: string | null;
  /** From 0 to below 1, the same for the same seed. */
  readonly random: () => number;
}

export type ProfileFactory = (setting: ProfileSetting) => ClockProfile;

/** The argument as a whole number, `fallback` when there is none. @throws RangeError when it is something else */
export function numberArgument({ argument }: ProfileSetting, fallback: number): number {
  if (argument === null) return fallback;
  if (!/^-?\d{1,9}$/.test(argument)) throw new RangeError(`${argument} is not a whole number`);
  return Number(argument);
}

/** The argument as one of the words, the first when there is none. @throws RangeError when it is another */
export function wordArgument<W extends string>({ argument }: ProfileSetting, words: readonly [W, ...W[]]): W {
  const word = argument === null ? words[0] : words.find((candidate) => candidate === argument);
  if (word === undefined) throw new RangeError(`${argument} is not one of ${words.join(', ')}`);
  return word;
}
