import type { Command } from 'commander';
import type { CliIo } from './cli-io.js';

/** `cunqin restore FILE_OR_DIR`. Its code is loaded when it is used: the commands for a laptop in a village need no database. */
export function registerRestore(program: Command, io: CliIo): void {
  program
    .command('restore')
    .description('把备份恢复到空数据库并核验账本，全部恢复或一点不动')
    .argument('<FILE_OR_DIR>', '备份文件，或放备份的目录（取最新的一份）')
    .action(async (source: string) => {
      const { runRestore } = await import('./run-restore.js');
      io.setExitStatus(await runRestore(io, source));
    });
}
