import type { Command } from 'commander';
import type { CliIo } from './cli-io.js';

/** `cunqin backup FILE_OR_DIR`. Its code is loaded when it is used: the commands for a laptop in a village need no database. */
export function registerBackup(program: Command, io: CliIo): void {
  program
    .command('backup')
    .description('备份数据库到一个文件，程序运行时也可以（DATABASE_URL，未设置时为自带的数据库）')
    .argument('<FILE_OR_DIR>', '尚不存在的文件，或已有的目录')
    .action(async (destination: string) => {
      const { runBackup } = await import('./run-backup.js');
      io.setExitStatus(await runBackup(io, destination));
    });
}
