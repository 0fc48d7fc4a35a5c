import { Option, type Command } from 'commander';
import {
  ClockProtocolError,
  clockErrorText,
  offsetSeconds,
  type ClockProbe,
  type ClockTarget,
} from '@cunqin/clock-protocol';
import { EXIT, type CliIo } from './cli-io.js';
import { DRIVERS, parseAddress, parseCommKey, parseTimeZone, type DriverName } from './clock-arguments.js';

export interface ProbeArguments {
  readonly target: ClockTarget;
  readonly driver: DriverName;
  readonly timeZone: string;
  readonly json: boolean;
}

interface ProbeOptions {
  readonly commKey: number;
  readonly driver: DriverName;
  readonly timezone: string;
  readonly json?: boolean;
}

/** Adds `cunqin probe` to the program. */
export function registerProbe(program: Command, io: CliIo): void {
  program
    .command('probe')
    .description('询问一台打卡机：型号、时间、记录数（不需要数据库）')
    .argument('<address>', 'HOST 或 HOST:PORT，默认端口 4370', parseAddress)
    .option('--comm-key <key>', '通讯密码', parseCommKey, 0)
    .addOption(new Option('--driver <name>', '读取方式').choices(Object.keys(DRIVERS)).default('zk-tcp'))
    .option('--timezone <zone>', '打卡机所在时区', parseTimeZone, 'Asia/Shanghai')
    .option('--json', '以 JSON 输出')
    .action(async (address: ClockTarget, options: ProbeOptions) => {
      const target = { ...address, commKey: options.commKey };
      const { driver, timezone: timeZone, json = false } = options;
      io.setExitStatus(await runProbe({ target, driver, timeZone, json }, io));
    });
}

/** Asks a clock what it is. @returns the exit status */
export async function runProbe(args: ProbeArguments, io: CliIo): Promise<number> {
  try {
    const probe = await DRIVERS[args.driver]().probe(args.target, { signal: io.signal });
    const offset = offsetSeconds([probe.time], args.timeZone);
    io.out(args.json ? `${JSON.stringify(toJson(probe, offset))}\n` : toText(probe, offset));
    return EXIT.good;
  } catch (error) {
    if (!(error instanceof ClockProtocolError)) throw error;
    if (args.json) io.out(`${JSON.stringify({ ...UNREACHED, code: error.code })}\n`);
    io.err(`${clockErrorText(error.code)}（${error.code}：${error.message}）\n`);
    return EXIT.bad;
  }
}

const UNREACHED = {
  reachable: false,
  serialNumber: null,
  firmware: null,
  platform: null,
  clockTime: null,
  offsetSeconds: null,
  punchCount: null,
  punchCapacity: null,
  userCount: null,
};

function toJson(probe: ClockProbe, offset: number | null): Record<keyof typeof UNREACHED, unknown> {
  const { serialNumber, firmware, platform, punchCount, punchCapacity, userCount } = probe;
  return {
    reachable: true,
    serialNumber,
    firmware,
    platform,
    clockTime: probe.time.clockTime,
    offsetSeconds: offset,
    punchCount,
    punchCapacity,
    userCount,
  };
}

function toText(probe: ClockProbe, offset: number | null): string {
  const stated = (value: string | number | null): string => (value === null ? '未说明' : String(value));
  return [
    `序列号：${stated(probe.serialNumber)}`,
    `型号：${stated(probe.deviceName)}`,
    `固件：${stated(probe.firmware)}`,
    `平台：${stated(probe.platform)}`,
    `设备时间：${probe.time.clockTime.replace('T', ' ')}（${offsetText(offset)}）`,
    `打卡记录：${stated(probe.punchCount)} 条，容量 ${stated(probe.punchCapacity)} 条`,
    `登记人数：${stated(probe.userCount)} 人`,
    '',
  ].join('\n');
}

function offsetText(offset: number | null): string {
  if (offset === null) return '日期不存在，请校准';
  if (offset === 0) return '与本机一致';
  return offset > 0 ? `比本机快 ${offset} 秒` : `比本机慢 ${-offset} 秒`;
}
