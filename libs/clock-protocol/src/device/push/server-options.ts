/** What a server tells a clock that says hello. */
export interface ServerOptions {
  /** Up to where the server has the log: the clock goes on behind it. */
  readonly attlogStamp: number;
  readonly errorDelayMs: number;
  readonly delayMs: number;
  readonly utcOffsetMinutes: number | null;
}

const DEFAULT_ERROR_DELAY_S = 60;
const DEFAULT_DELAY_S = 10;
const MOST_HOURS = 14;

/** Reads the answer to the handshake; `null` when it is not meant for this clock. */
export function parseServerOptions(serialNumber: string, text: string): ServerOptions | null {
  const [first = '', ...lines] = text.split(/\r?\n/);
  if (first.trim() !== `GET OPTION FROM: ${serialNumber}`) return null;
  const values = new Map(
    lines.map((line) => {
      const [key = '', ...value] = line.split('=');
      return [key.trim().toLowerCase(), value.join('=').trim()];
    }),
  );
  const whole = (...names: string[]): number | null => {
    const text = names.map((name) => values.get(name)).find((value) => value !== undefined) ?? '';
    return /^-?\d{1,15}$/.test(text) ? Number(text) : null;
  };
  return {
    attlogStamp: Math.max(0, whole('attlogstamp', 'stamp') ?? 0),
    errorDelayMs: (whole('errordelay') ?? DEFAULT_ERROR_DELAY_S) * 1000,
    delayMs: (whole('delay') ?? DEFAULT_DELAY_S) * 1000,
    utcOffsetMinutes: offsetMinutes(whole('timezone')),
  };
}

/** Hours when they can be hours, minutes otherwise. */
function offsetMinutes(timeZone: number | null): number | null {
  return timeZone !== null && Math.abs(timeZone) <= MOST_HOURS ? timeZone * 60 : timeZone;
}
