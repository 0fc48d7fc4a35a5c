import { InvalidArgumentError } from 'commander';
import {
  isCommKey,
  NodeZklibDriver,
  ZkDriver,
  type ClockDriver,
  type ClockTarget,
} from '@cunqin/clock-protocol';

const DEFAULT_PORT = 4370;
const MAX_PORT = 65_535;
const WHOLE_NUMBER = /^-?\d+$/;

export const DRIVERS = {
  'zk-tcp': (): ClockDriver => new ZkDriver({ transport: 'tcp' }),
  'zk-udp': (): ClockDriver => new ZkDriver({ transport: 'udp' }),
  'node-zklib': (): ClockDriver => new NodeZklibDriver(),
} as const;

export type DriverName = keyof typeof DRIVERS;

/** `HOST`, `HOST:PORT` or `[IPV6]:PORT`; the port is 4370 when not given. */
export function parseAddress(text: string): ClockTarget {
  const match = /^(?:\[([^\]]+)\]|([^:\s]+))(?::(\d{1,5}))?$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  if (host === undefined) throw new InvalidArgumentError('地址应为 HOST 或 HOST:PORT');
  return { host, port: match?.[3] === undefined ? DEFAULT_PORT : parsePort(match[3]) };
}

/** A port from 1 to 65535. */
export function parsePort(text: string): number {
  return inRange(text, 1, MAX_PORT, '端口');
}

/** A comm key of 1 to 6 digits. */
export function parseCommKey(text: string): number {
  const key = parseWholeNumber(text);
  if (!isCommKey(key)) throw new InvalidArgumentError('通讯密码为 0 至 999999');
  return key;
}

/** A count of zero or more. */
export function parseCount(text: string): number {
  return inRange(text, 0, 10_000_000, '数量');
}

/** A whole number, negative ones included. */
export function parseWholeNumber(text: string): number {
  const value = WHOLE_NUMBER.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw new InvalidArgumentError('应为整数');
  return value;
}

/** Seconds, more than none and at most a day; fractions are allowed. */
export function parseSeconds(text: string): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (!(value > 0 && value <= 86_400)) throw new InvalidArgumentError('应为大于 0 的秒数');
  return value;
}

/** A time zone the calendar knows. */
export function parseTimeZone(text: string): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    throw new InvalidArgumentError('时区名称不存在，例如 Asia/Shanghai');
  }
}

/** The address of a server, `http://host:port` or `https://…`. */
export function parseServerUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    throw new InvalidArgumentError('应为网址，例如 http://127.0.0.1:3000');
  }
  return url.origin;
}

function inRange(text: string, least: number, most: number, what: string): number {
  const value = parseWholeNumber(text);
  if (value < least || value > most) throw new InvalidArgumentError(`${what}应为 ${least} 至 ${most}`);
  return value;
}
