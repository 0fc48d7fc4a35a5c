import type { Command } from 'commander';
import type { CliIo } from './cli-io.js';

/** `cunqin export --ledger DIR`. Its code is loaded when it is used: the commands for a laptop in a village need no database. */
export function registerExport(program: Command, io: CliIo): void {
  program
    .command('export')
    .description('导出整本账本供他人独立验证（程序运行中也可以）')
    .requiredOption('--ledger <DIR>', '写入的目录，须为空或不存在')
    .action(async (options: { ledger: string }) => {
      const { runExport } = await import('./run-export.js');
      io.setExitStatus(await runExport(io, options.ledger));
    });
}
