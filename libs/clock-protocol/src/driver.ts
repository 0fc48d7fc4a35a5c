import type { Temporal } from 'temporal-polyfill';

/** Where a clock is and how to speak to it. `commKey` 0 or absent means none is set in the clock. */
export interface ClockTarget {
  readonly host: string;
  readonly port: number;
  readonly commKey?: number;
  /** Which of the two disputed bytes of a 16-byte record comes first. Default `state-first`. */
  readonly statusOrder?: 'state-first' | 'verify-first';
}

/** Limits and surroundings of one conversation with a clock. */
export interface ConversationOptions {
  /** Ends the conversation at once; the session with the clock is closed all the same. */
  readonly signal?: AbortSignal;
  /** Longest silence between two packets, in milliseconds. Default 10,000. */
  readonly idleTimeoutMs?: number;
  /** Longest duration of the whole conversation, in milliseconds. Default 120,000. */
  readonly totalTimeoutMs?: number;
  /** The server's time, asked around each time exchange. Default: the system clock. */
  readonly now?: () => Temporal.Instant;
}

/** One answer to "what time is it?", with the server's instants just before asking and just after. */
export interface TimeSample {
  /** The clock's own local time, `2026-10-20T08:41:00`, as stated: may be an impossible date. */
  readonly clockTime: string;
  readonly askedAt: Temporal.Instant;
  readonly answeredAt: Temporal.Instant;
}

/** How one record of an attendance log is laid out. `8a` and `8b` carry internal ids, not numbers. */
export type AttendanceLayout = '8a' | '8b' | '16' | '40' | '49';

/**
 * What an earlier complete read left behind, so that the next one fetches only what is new. Only a log
 * that still begins with the same records may be read from its tail.
 */
export interface KnownLog {
  readonly layout: AttendanceLayout;
  /** Records the log held then. */
  readonly records: number;
  /** How many of its last records the digest covers, at least 1. */
  readonly overlap: number;
  /** SHA-256, hex, of the raw bytes of those last records, in log order. */
  readonly digest: string;
}

export interface ReadOptions extends ConversationOptions {
  /** Allows a tail read. Absent: the whole log. */
  readonly known?: KnownLog | null;
}

/** A punch a clock tells of while it happens: a hint to poll, never the truth. */
export interface LiveEvent {
  readonly number: string | null;
  readonly clockTime: string | null;
}

/** What a clock says of itself. `null` where this model does not answer. */
export interface ClockProbe {
  readonly serialNumber: string | null;
  readonly firmware: string | null;
  readonly platform: string | null;
  readonly deviceName: string | null;
  readonly time: TimeSample;
  /** Stated by the clock; some models state 0 or too few, see {@link ReadReport}. */
  readonly punchCount: number | null;
  readonly punchCapacity: number | null;
  readonly userCount: number | null;
}

/** One punch exactly as the clock keeps it. */
export interface ClockPunch {
  /** Position in the clock's log, from 0. */
  readonly index: number;
  /**
   * Enrolment number (PIN) as text, never shortened. Records of 8 bytes carry internal ids: the number is that of the user
   * who has the id in the user table of the same read, and `uid:12`, which no clock can give to anybody, when nobody has.
   */
  readonly number: string;
  /** The clock's local time as stated, `2026-10-20T08:41:00`; may be an impossible date (`2026-02-31T…`). */
  readonly clockTime: string;
  readonly verifyMode: number;
  readonly punchState: number;
  readonly workCode: number;
  /** The record's bytes as sent. */
  readonly raw: Uint8Array;
}

/**
 * How much of the log was fetched: all of it; the records after the known ones; or none, because the
 * clock states exactly as many as were known. `refetched`: a tail read was tried, its overlap did not
 * match (log cleared, clock replaced, firmware reset), and all of it was read instead.
 */
export type ReadMode = 'full' | 'tail' | 'nothing-new' | 'refetched';

/** A complete read: the conversation ended well, sizes and checksums agreed, every record was decoded. */
export interface ReadReport {
  readonly probe: ClockProbe;
  /** Records the clock stated before and after the transfer; `null` when it does not state them. */
  readonly statedBefore: number | null;
  readonly statedAfter: number | null;
  readonly mode: ReadMode;
  /** Records decoded and handed over. */
  readonly decoded: number;
  /** Records the log holds: those known before and those decoded. */
  readonly logRecords: number;
  /** What the next read may start from; `null` for an empty log. */
  readonly known: KnownLog | null;
  /** Several answers to "what time is it?", taken before the transfer. */
  readonly timeSamples: readonly TimeSample[];
  /** Bytes of log data alone, without handshake and questions. */
  readonly logBytes: number;
  /** Bytes of one record, or `null` for an empty log. */
  readonly recordSize: number | null;
  /** Bytes received on the wire in the whole conversation. */
  readonly bytesRead: number;
  readonly durationMs: number;
  /** Packets accepted with a checksum off by exactly one, a known fault of some firmware; absent when not counted. */
  readonly checksumsOffByOne?: number;
}

/**
 * Reads clocks of one kind. Every method either completes or throws a `ClockProtocolError`;
 * the session with the clock is closed whatever happens, and the clock is never disabled.
 */
export interface ClockDriver {
  probe(target: ClockTarget, options?: ConversationOptions): Promise<ClockProbe>;
  /**
   * Reads the attendance log: all of it, or what follows the records known before. `onPunches` receives batches in log order while the transfer runs
   * (awaited: it may apply back-pressure); they count only once the promise resolved with the report.
   */
  read(
    target: ClockTarget,
    onPunches: (batch: readonly ClockPunch[]) => void | Promise<void>,
    options?: ReadOptions,
  ): Promise<ReadReport>;
  /**
   * Sets the clock's time to what `localTime` answers at the last moment, `2026-10-20T08:41:00`, and asks whether the clock
   * took it: `CLOCK.TIME_NOT_SET` when it is more than 2 seconds off.
   */
  setTime(target: ClockTarget, localTime: () => string, options?: ConversationOptions): Promise<void>;
  /**
   * Hears live events until `options.signal` ends it: then it resolves. Rejects when the line breaks or the clock is silent
   * although asked for a sign of life every `idleTimeoutMs`. Without `totalTimeoutMs` there is no total time.
   */
  watch(
    target: ClockTarget,
    onEvent: (event: LiveEvent) => void,
    options?: ConversationOptions,
  ): Promise<void>;
}
