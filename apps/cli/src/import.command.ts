import { type Command, InvalidArgumentError } from 'commander';
import type { CliIo } from './cli-io.js';

const LARGEST_ID = 2 ** 31 - 1;

/** `cunqin import FILE --clock ID`. Its code is loaded when it is used: the commands for a laptop in a village need no database. */
export function registerImport(program: Command, io: CliIo): void {
  program
    .command('import')
    .description('导入U盘上的考勤记录文件 attlog.dat，整个文件或一条不收')
    .argument('<FILE>', '文件路径')
    .requiredOption('--clock <ID>', '打卡机编号', clockId)
    .action(async (file: string, options: { clock: number }) => {
      const { runImport } = await import('./run-import.js');
      io.setExitStatus(await runImport(io, file, options.clock));
    });
}

function clockId(text: string): number {
  const id = Number(text);
  if (!/^\d+$/.test(text) || id < 1 || id > LARGEST_ID) throw new InvalidArgumentError('应为正整数');
  return id;
}
