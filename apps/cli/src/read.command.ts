import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { Option, type Command } from 'commander';
import {
  ClockProtocolError,
  clockErrorText,
  PUNCH_CSV_HEADER,
  punchCsvLine,
  type ClockTarget,
  type ReadReport,
} from '@cunqin/clock-protocol';
import { EXIT, isSystemError, type CliIo } from './cli-io.js';
import { DRIVERS, parseAddress, parseCommKey, parseSeconds, type DriverName } from './clock-arguments.js';

const IDLE_TIMEOUT_MS = 10_000;

export interface ReadArguments {
  readonly target: ClockTarget;
  readonly driver: DriverName;
  readonly timeoutSeconds: number;
  /** File to write; standard output when absent. */
  readonly out?: string;
}

interface ReadOptions {
  readonly commKey: number;
  readonly driver: DriverName;
  readonly timeout: number;
  readonly out?: string;
}

/** Adds `cunqin read` to the program. */
export function registerRead(program: Command, io: CliIo): void {
  program
    .command('read')
    .description('读出一台打卡机的全部打卡记录，输出 CSV（不需要数据库）')
    .argument('<address>', 'HOST 或 HOST:PORT，默认端口 4370', parseAddress)
    .option('--out <file>', '写入文件；只有完整读出才会写')
    .option('--comm-key <key>', '通讯密码', parseCommKey, 0)
    .addOption(new Option('--driver <name>', '读取方式').choices(Object.keys(DRIVERS)).default('zk-tcp'))
    .option('--timeout <seconds>', '最长用时（秒）', parseSeconds, 120)
    .action(async (address: ClockTarget, options: ReadOptions) => {
      const target = { ...address, commKey: options.commKey };
      const { driver, timeout: timeoutSeconds, out } = options;
      io.setExitStatus(
        await runRead({ target, driver, timeoutSeconds, ...(out !== undefined && { out }) }, io),
      );
    });
}

/** Reads a clock's log as CSV, all of it or nothing. @returns the exit status */
export async function runRead(args: ReadArguments, io: CliIo): Promise<number> {
  let sink: PunchSink | null = null;
  try {
    sink = args.out === undefined ? new OutputSink(io) : await FileSink.create(args.out);
    const report = await readInto(sink, args, io);
    const { statedBefore, decoded } = report;
    if (statedBefore !== null && decoded < statedBefore) {
      io.err(`设备声明有 ${statedBefore} 条打卡记录，只给出 ${decoded} 条，读取不完整，未输出\n`);
      return EXIT.bad;
    }
    await sink.commit();
    io.err(`已读出 ${decoded} 条打卡记录，用时 ${report.durationMs} 毫秒\n`);
    return EXIT.good;
  } catch (error) {
    io.err(failureText(error));
    return EXIT.bad;
  } finally {
    await sink?.discard();
  }
}

function readInto(sink: PunchSink, args: ReadArguments, io: CliIo): Promise<ReadReport> {
  const totalTimeoutMs = args.timeoutSeconds * 1000;
  return DRIVERS[args.driver]().read(args.target, (batch) => sink.add(batch.map(punchCsvLine).join('')), {
    signal: io.signal,
    totalTimeoutMs,
    idleTimeoutMs: Math.min(IDLE_TIMEOUT_MS, totalTimeoutMs),
  });
}

function failureText(error: unknown): string {
  if (error instanceof ClockProtocolError) {
    return `${clockErrorText(error.code)}（${error.code}：${error.message}）\n`;
  }
  if (isSystemError(error)) return `无法写入文件：${error.message}\n`;
  throw error;
}

/** Where lines go; nothing of them is visible before `commit`. */
interface PunchSink {
  add(lines: string): void | Promise<void>;
  commit(): Promise<void>;
  /** Throws away what is not committed; harmless afterwards. */
  discard(): Promise<void>;
}

class OutputSink implements PunchSink {
  private readonly lines = [PUNCH_CSV_HEADER];

  constructor(private readonly io: CliIo) {}

  add(lines: string): void {
    this.lines.push(lines);
  }

  async commit(): Promise<void> {
    for (const lines of this.lines) this.io.out(lines);
  }

  async discard(): Promise<void> {}
}

class FileSink implements PunchSink {
  private committed = false;

  private constructor(
    private readonly path: string,
    private readonly partPath: string,
    private readonly file: FileHandle,
  ) {}

  static async create(path: string): Promise<FileSink> {
    const partPath = `${path}.${process.pid}.part`;
    const sink = new FileSink(path, partPath, await open(partPath, 'w'));
    await sink.add(PUNCH_CSV_HEADER);
    return sink;
  }

  async add(lines: string): Promise<void> {
    await this.file.writeFile(lines);
  }

  async commit(): Promise<void> {
    await this.file.sync();
    await this.file.close();
    await rename(this.partPath, this.path);
    this.committed = true;
  }

  async discard(): Promise<void> {
    if (this.committed) return;
    await this.file.close();
    await rm(this.partPath, { force: true });
  }
}
