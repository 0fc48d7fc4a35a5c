import { type Command, InvalidArgumentError } from 'commander';
import type { CliIo } from './cli-io.js';

const MOST_CORES = 256;

/** `cunqin verify`. Its code is loaded when it is used: the commands for a laptop in a village need no database. */
export function registerVerify(program: Command, io: CliIo): void {
  program
    .command('verify')
    .description('逐条重算账本的哈希链（DATABASE_URL，未设置时为自带的数据库，程序运行中也可以）')
    .option('--cores <N>', '用几个处理器核，默认全部', parseCores)
    .option('--resume', '接着上次被中断的验证', false)
    .option('--derived', '再由账本重算下村天数和周判定（不写入），逐行比对，列出不符的行和字段', false)
    .option('--json', '输出 JSON', false)
    .action(async (options: { cores?: number; resume: boolean; derived: boolean; json: boolean }) => {
      const { runVerify } = await import('./run-verify.js');
      io.setExitStatus(await runVerify(io, options));
    });
}

function parseCores(text: string): number {
  const cores = Number(text);
  if (!/^\d+$/.test(text) || cores < 1 || cores > MOST_CORES) throw new InvalidArgumentError('应为正整数');
  return cores;
}
