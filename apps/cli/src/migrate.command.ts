import type { Command } from 'commander';
import type { CliIo } from './cli-io.js';

/** `cunqin migrate`. Its code is loaded when it is used: the commands for a laptop in a village need no database. */
export function registerMigrate(program: Command, io: CliIo): void {
  program
    .command('migrate')
    .description('升级数据库（DATABASE_URL，未设置时为自带的数据库）')
    .action(async () => {
      const { runMigrate } = await import('./run-migrate.js');
      io.setExitStatus(await runMigrate(io));
    });
}
