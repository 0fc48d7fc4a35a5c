import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { Temporal } from 'temporal-polyfill';
import {
  EmulatedClock,
  EmulatedPushClock,
  parsePunchCsv,
  plausiblePunches,
  PROFILE_NAMES,
  PunchCsvError,
  UnknownProfileError,
  type EmulatedUser,
  type PlausiblePunches,
} from '@cunqin/clock-protocol';
import { EXIT, isSystemError, type CliIo } from './cli-io.js';
import { parseCommKey, parseCount, parsePort, parseServerUrl, parseWholeNumber } from './clock-arguments.js';

const DEFAULT_USERS = 47;
const DEFAULT_PUSH_SERIAL = 'CQ00000002';
const TIME_ZONE = 'Asia/Shanghai';

export interface EmulateArguments {
  readonly host: string;
  /** Exactly one of `port` and `push` is given. 0 asks for a free one. */
  readonly port?: number;
  /** Where to push to, `http://host:port`, instead of being read. */
  readonly push?: string;
  /** Exactly one of `punches` and `log` is given. */
  readonly punches?: number;
  readonly log?: string;
  readonly seed: number;
  readonly users?: number;
  readonly commKey: number;
  readonly serial?: string;
  /** Seconds by which the clock is ahead of this machine. */
  readonly timeOffset: number;
  /** Moods of the clock and its line, such as `8a,split`. */
  readonly profile?: string;
}

/** Adds `cunqin emulate` to the program. */
export function registerEmulate(program: Command, io: CliIo): void {
  program
    .command('emulate')
    .description('在本机模拟一台打卡机（TCP 与 UDP 等候读取，或主动推送），直到 Ctrl-C')
    .option('--port <port>', '监听端口', parsePort)
    .option('--push <url>', '推送到的服务器，例如 http://127.0.0.1:3000', parseServerUrl)
    .option('--punches <count>', '生成的打卡记录数', parseCount)
    .option('--log <file>', '打卡记录 CSV（列与 read 相同）')
    .option('--seed <number>', '随机种子：相同种子得到相同记录', parseWholeNumber, 1)
    .option('--users <count>', '登记人数', parseCount)
    .option('--comm-key <key>', '通讯密码', parseCommKey, 0)
    .option('--serial <number>', '序列号')
    .option('--host <address>', '监听地址', '127.0.0.1')
    .option('--time-offset <seconds>', '设备时间比本机快的秒数，可为负', parseWholeNumber, 0)
    .option('--profile <names>', `机型与故障，可用逗号组合：${PROFILE_NAMES.join(' ')}`)
    .action(async (options: EmulateArguments) => {
      io.setExitStatus(await runEmulate(options, io));
    });
}

/** Serves an emulated clock until the signal. @returns the exit status */
export async function runEmulate(args: EmulateArguments, io: CliIo): Promise<number> {
  if ((args.punches === undefined) === (args.log === undefined)) {
    io.err('请给出 --punches 或 --log 中的一个\n');
    return EXIT.usage;
  }
  if ((args.port === undefined) === (args.push === undefined)) {
    io.err('请给出 --port 或 --push 中的一个\n');
    return EXIT.usage;
  }
  try {
    return args.push === undefined
      ? await serve(await buildClock(args), args.host, args.port ?? 0, io)
      : await push(await buildPushClock(args, args.push), args.push, io);
  } catch (error) {
    io.err(`${buildFailureText(error)}\n`);
    return EXIT.usage;
  }
}

async function serve(clock: EmulatedClock, host: string, wanted: number, io: CliIo): Promise<number> {
  try {
    const { port } = await clock.listen({ host, port: wanted });
    io.out(
      `emulating clock ${clock.serialNumber} on ${host}:${port} with ${clock.punchCount} punches (tcp, udp)\n`,
    );
  } catch (error) {
    if (!isSystemError(error)) throw error;
    io.err(`无法监听 ${host}:${wanted}：${error.message}\n`);
    return EXIT.bad;
  }
  if (!io.signal.aborted) await once(io.signal, 'abort');
  await clock.close();
  return EXIT.good;
}

async function push(clock: EmulatedPushClock, serverUrl: string, io: CliIo): Promise<number> {
  io.out(`emulating push clock ${clock.serialNumber} to ${serverUrl} with ${clock.punchCount} punches\n`);
  await clock.run(io.signal);
  return EXIT.good;
}

async function buildPushClock(args: EmulateArguments, serverUrl: string): Promise<EmulatedPushClock> {
  const { punches } = await memoryOf(args);
  return new EmulatedPushClock({ serverUrl, serialNumber: args.serial ?? DEFAULT_PUSH_SERIAL, punches });
}

function memoryOf(args: EmulateArguments): PlausiblePunches | Promise<PlausiblePunches> {
  return args.log === undefined ? generated(args) : recorded(args.log, args.users ?? 0);
}

async function buildClock(args: EmulateArguments): Promise<EmulatedClock> {
  const memory = await memoryOf(args);
  return new EmulatedClock({
    ...memory,
    commKey: args.commKey,
    seed: args.seed,
    ...(args.profile !== undefined && { profile: args.profile }),
    ...(args.serial !== undefined && { serialNumber: args.serial }),
    now: () =>
      Temporal.Now.plainDateTimeISO(TIME_ZONE)
        .add({ seconds: args.timeOffset })
        .toString({ smallestUnit: 'second' }),
  });
}

function generated({ punches = 0, users = DEFAULT_USERS, seed }: EmulateArguments): PlausiblePunches {
  return plausiblePunches({ punches, users: Math.max(users, punches > 0 ? 1 : 0), seed });
}

/** The punches of a file; everybody in it is enrolled, and so are the numbers 1 to `users`. */
async function recorded(file: string, users: number): Promise<PlausiblePunches> {
  const punches = parsePunchCsv(await readFile(file, 'utf8'));
  const numbers = new Set(punches.map((punch) => punch.number));
  for (let number = 1; number <= users; number += 1) numbers.add(String(number));
  const enrolled = [...numbers].map((number, at): EmulatedUser => ({
    internalId: at + 1,
    number,
    name: `干部${number}`,
  }));
  return { users: enrolled, punches };
}

function buildFailureText(error: unknown): string {
  if (error instanceof PunchCsvError) return `打卡记录文件有误：${error.message}`;
  if (error instanceof UnknownProfileError) return `没有这样的机型或故障：${error.profile}`;
  if (error instanceof RangeError) return `打卡机存不下这些记录：${error.message}`;
  if (isSystemError(error)) return `无法读取文件：${error.message}`;
  throw error;
}
